package io.ligature.vector;

import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// Threads that share the parts of one job.
///
/// The caller works too, and nobody waits for a thread that is asleep: parts are taken, not handed
/// out, so a job ends as soon as those awake have done it. Who takes which part changes nothing in
/// the results. Helpers look for work for a while before they sleep, because waking a thread takes
/// longer than most jobs.
///
/// One job at a time is shared: a caller who finds the team at work, or is at work for it, does his
/// job alone.
final class Team implements AutoCloseable {
  /// The caller and nobody else.
  static final Team ALONE = new Team(1);

  private static final long SPIN_NANOS = 100_000;

  /// The parts of a job.
  @FunctionalInterface
  interface Work {
    /// Does a part.
    void part(int index);
  }

  private static final class Job {
    final int parts;
    private @Nullable Work work; // null when all is done: idle helpers must not keep arrays alive
    final AtomicInteger taken = new AtomicInteger();
    final AtomicInteger done = new AtomicInteger();
    final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

    Job(Work work, int parts) {
      this.work = work;
      this.parts = parts;
    }

    /// Does parts until none is left.
    void help() {
      for (int i = taken.getAndIncrement(); i < parts; i = taken.getAndIncrement()) {
        try {
          Objects.requireNonNull(work).part(i);
        } catch (Throwable e) {
          failure.compareAndSet(null, e);
        }
        done.incrementAndGet();
      }
    }

    boolean isDone() {
      return done.get() == parts;
    }

    void forget() {
      work = null;
    }
  }

  private final int size;
  private final AtomicReference<@Nullable Job> current = new AtomicReference<>();
  private final @Nullable Helper[] helpers;
  private volatile boolean closed;

  /// Starts its threads when they are first needed.
  ///
  /// @param size how many threads work, the caller's included
  Team(int size) {
    this.size = size;
    helpers = new Helper[size - 1];
  }

  /// {@return how many threads work, the caller's included}
  int size() {
    return size;
  }

  /// Does all parts of a job, and returns when they are done.
  ///
  /// Parts may run at the same time and in any order, so each writes where no other reads or
  /// writes. Errors come to the caller.
  void run(int parts, Work work) {
    if (parts > 1 && size > 1) {
      var job = new Job(work, parts);
      if (current.compareAndSet(null, job)) {
        share(job);
        return;
      }
    }
    for (int i = 0; i < parts; i++) {
      work.part(i);
    }
  }

  /// Lets the threads end; for teams that are not shared.
  @Override
  public void close() {
    closed = true;
    for (var helper : helpers) {
      LockSupport.unpark(helper);
    }
  }

  private void share(Job job) {
    try {
      wake(Math.min(job.parts, size) - 1);
      job.help();
      await(job);
      job.forget();
    } finally {
      current.set(null);
    }
    var failure = job.failure.get();
    if (failure != null) {
      throw Team.<RuntimeException>asIs(failure);
    }
  }

  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // throws what a part threw
  private static <E extends Throwable> E asIs(Throwable failure) throws E {
    throw (E) failure;
  }

  private void wake(int count) {
    for (int i = 0; i < count; i++) {
      var helper = helpers[i];
      if (helper == null) {
        helper = new Helper(i);
        helpers[i] = helper; // the caller who holds the job is alone here
        helper.start();
      } else if (helper.sleeps) {
        LockSupport.unpark(helper);
      }
    }
  }

  /// Waits for parts that others have taken; they run, so it is not for long.
  @SuppressWarnings("ThreadPriorityCheck") // yielding only makes the wait cheaper for others
  private static void await(Job job) {
    for (int i = 0; !job.isDone(); i++) {
      if (i < 1 << 14) {
        Thread.onSpinWait();
      } else {
        Thread.yield(); // whoever has the part may need this processor
      }
    }
  }

  private final class Helper extends Thread {
    volatile boolean sleeps;

    Helper(int index) {
      super(null, null, "ligature-vector-" + (index + 1), 0, false);
      setDaemon(true);
    }

    @Override
    public void run() {
      for (var job = next(null); job != null; job = next(job)) {
        job.help();
      }
    }

    /// {@return a job that is not `last`, when there is one; null when there will be none}
    private @Nullable Job next(@Nullable Job last) {
      long begin = System.nanoTime();
      while (!closed) {
        for (int i = 0; i < 64; i++) {
          var job = current.get();
          if (job != null && job != last) {
            return job;
          }
          Thread.onSpinWait();
        }
        if (System.nanoTime() - begin > SPIN_NANOS) {
          sleeps = true;
          var job = current.get(); // whoever came before `sleeps` was set wakes nobody
          if ((job == null || job == last) && !closed) {
            LockSupport.park(Team.this);
          }
          sleeps = false;
          begin = System.nanoTime();
        }
      }
      return null;
    }
  }
}
