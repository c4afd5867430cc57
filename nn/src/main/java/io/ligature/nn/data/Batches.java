package io.ligature.nn.data;

import io.ligature.Device;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;
import java.util.function.LongFunction;

/// The batches of an epoch in their order, some of them loaded ahead.
///
/// A batch is a task of its own, begun when there is room for it: whoever stops asking leaves a few
/// tasks that end by themselves, and no thread that waits.
final class Batches implements Iterator<Batch> {
  private final long end;
  private final LongFunction<Batch> load;
  private final int prefetch;
  private final Device device;
  private final Semaphore running;
  private final Deque<FutureTask<Batch>> ahead = new ArrayDeque<>();
  private long begun;

  Batches(
      long begin, long end, LongFunction<Batch> load, int workers, int prefetch, Device device) {
    this.begun = begin;
    this.end = end;
    this.load = load;
    this.prefetch = workers == 0 ? 0 : prefetch;
    this.device = device;
    this.running = new Semaphore(workers, true); // fair: the batch that is wanted first comes first
  }

  @Override
  public boolean hasNext() {
    return !ahead.isEmpty() || begun < end;
  }

  @Override
  public Batch next() {
    if (!hasNext()) {
      throw new NoSuchElementException("The epoch has no further batch.");
    }
    if (prefetch == 0) {
      return load.apply(begun++);
    }
    beginSome();
    var batch = await(ahead.remove());
    beginSome();
    return batch;
  }

  private void beginSome() {
    while (ahead.size() < prefetch && begun < end) {
      long number = begun++;
      var task = new FutureTask<>(() -> loadAhead(number));
      ahead.add(task);
      Thread.ofVirtual().name("ligature-data-" + number).start(task);
    }
  }

  private Batch loadAhead(long number) throws InterruptedException {
    running.acquire();
    try {
      return device.with(() -> load.apply(number)); // threads inherit no device
    } finally {
      running.release();
    }
  }

  private Batch await(FutureTask<Batch> task) {
    try {
      return task.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      ahead.forEach(other -> other.cancel(true));
      throw new IllegalStateException("Interrupted while waiting for a batch.", e);
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case RuntimeException cause -> throw cause;
        case Error cause -> throw cause;
        case null, default -> throw new IllegalStateException(e);
      }
    }
  }
}
