/* Many elements become one. COMBINE(a, b) makes one of two, START is what none are.
 *
 * The order is fixed by the shape alone: runs of up to RUN elements one after another, the runs in
 * halves of halves, so that rounding errors grow with the logarithm of the number of elements. */

#define RUN 64
#define LEVELS 40

#if defined(SUM)
#define START (T)0
#define COMBINE(a, b) ((a) + (b))
#elif defined(PROD)
#define START (T)1
#define COMBINE(a, b) ((a) * (b))
#elif defined(MAX)
#define START LOWEST
#define COMBINE(a, b) ((a) != (a) || (a) > (b) ? (a) : (b))
#else
#define START HIGHEST
#define COMBINE(a, b) ((a) != (a) || (a) < (b) ? (a) : (b))
#endif

/* Sums of 1, 2, 4, ... runs that still wait for a sum of as many. */
typedef struct {
  long runs;
  T waiting[LEVELS];
} halves;

inline void put(halves *h, T sum) {
  int level = 0;
  for (long bit = h->runs; (bit & 1) != 0; bit >>= 1) {
    sum = COMBINE(h->waiting[level], sum);
    level++;
  }
  h->waiting[level] = sum;
  h->runs++;
}

inline T total(const halves *h) {
  T sum = START;
  bool any = false;
  for (int level = 0; level < LEVELS; level++) {
    if ((h->runs >> level & 1) != 0) {
      sum = any ? COMBINE(h->waiting[level], sum) : h->waiting[level];
      any = true;
    }
  }
  return sum;
}

/* One work item makes one result of all elements that `over` reaches from where `kept` begins. */
kernel void reduce(global const T *x, global T *y, const walk2 kept, const walk1 over) {
  EACH(e, kept.size) {
    long at[2];
    place2(&kept, e, at);
    halves h;
    h.runs = 0;
    for (long begin = 0; begin < over.size; begin += RUN) {
      const long end = min(begin + RUN, over.size);
      T sum = START;
      for (long i = begin; i < end; i++) {
        long from;
        place1(&over, i, &from);
        const T v = x[at[0] + from];
        sum = i == begin ? v : COMBINE(sum, v);
      }
      put(&h, sum);
    }
    y[at[1]] = total(&h);
  }
}
