/* Rows that become one number. On a CPU a work item has a row, LANES at a time; on a GPU a group of
 * work items has one, each a few elements of it, and joins them in local memory. Either way the
 * order depends on the length of the row and the device alone, and halves are joined at the end. */

#define LANES 16
#ifndef GROUP
#define GROUP 64
#endif

#ifdef GPU

/* What a kernel needs, hands on and takes to join rows. */
#define ROOM local T room[GROUP];
#define WITH_ROOM room,
#define IN_ROOM local T *room,

#define EACH_ROW(row, rows) \
  for (long row = get_group_id(0); row < rows; row += get_num_groups(0))
#define EACH_IN_ROW(i, n) for (long i = get_local_id(0); i < n; i += GROUP)
#define IS_FIRST (get_local_id(0) == 0)

/* Returns what the work items t of a group have each in a, joined. */
#define JOIN(combine)                                                                     \
  barrier(CLK_LOCAL_MEM_FENCE); /* the room may still be read for the last row */         \
  room[t] = a;                                                                            \
  for (int width = GROUP / 2; width > 0; width /= 2) {                                    \
    barrier(CLK_LOCAL_MEM_FENCE);                                                         \
    if (t < width) {                                                                      \
      const T a = room[t], b = room[t + width];                                           \
      room[t] = combine;                                                                  \
    }                                                                                     \
  }                                                                                       \
  barrier(CLK_LOCAL_MEM_FENCE);                                                           \
  return room[0];

/* The function `name`: the combination of `term` for all i below n. `combine` makes one of a and b,
 * START is what none are. Not to be called under a condition, were it the same for a whole group:
 * where a barrier may be left out, PoCL 3.1 lets work items run on behind the end of a row. */
#define ROW(name, parameters, START, term, combine)                                       \
  inline T name parameters {                                                              \
    const int t = get_local_id(0);                                                        \
    T a = START;                                                                          \
    _Pragma("unroll 4") /* so that several reads are under way */                         \
    for (long i = t; i < n; i += GROUP) {                                                 \
      const T b = term;                                                                   \
      a = combine;                                                                        \
    }                                                                                     \
    JOIN(combine)                                                                         \
  }

#else

#define ROOM
#define WITH_ROOM
#define IN_ROOM

#define EACH_ROW(row, rows) EACH(row, rows)
#define EACH_IN_ROW(i, n) for (long i = 0; i < n; i++)
#define IS_FIRST true

/* Returns all lanes, joined. */
#define JOIN(combine)                                                                     \
  for (int width = LANES / 2; width > 0; width /= 2) {                                    \
    for (int l = 0; l < width; l++) {                                                     \
      const T a = lane[l], b = lane[l + width];                                           \
      lane[l] = combine;                                                                  \
    }                                                                                     \
  }                                                                                       \
  return lane[0];

#define ROW(name, parameters, START, term, combine)                                       \
  inline T name parameters {                                                              \
    T lane[LANES];                                                                        \
    for (int l = 0; l < LANES; l++) lane[l] = START;                                      \
    long begin = 0;                                                                       \
    for (; begin + LANES <= n; begin += LANES) {                                          \
      for (int l = 0; l < LANES; l++) {                                                   \
        const long i = begin + l;                                                         \
        const T a = lane[l], b = term;                                                    \
        lane[l] = combine;                                                                \
      }                                                                                   \
    }                                                                                     \
    for (long i = begin; i < n; i++) {                                                    \
      const T a = lane[i - begin], b = term;                                              \
      lane[i - begin] = combine;                                                          \
    }                                                                                     \
    JOIN(combine)                                                                         \
  }

#endif
