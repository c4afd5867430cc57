package io.ligature.nn.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ligature.DType;
import io.ligature.Device;
import io.ligature.Key;
import io.ligature.Shape;
import io.ligature.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class DataLoaderTest {
  /// Ten numbers, and their squares as targets.
  private static Dataset<Example> ten() {
    var x = Tensor.arange(10);
    return Dataset.of(x, x.times(x));
  }

  /// The same, item by item.
  private static Dataset<Example> loose() {
    return ten().map(e -> e);
  }

  private static List<List<Long>> inputs(Iterable<Batch> batches) {
    var all = new ArrayList<List<Long>>();
    for (var batch : batches) {
      all.add(LongStream.of(batch.input().toLongArray()).boxed().toList());
    }
    return all;
  }

  private static List<Long> flat(Iterable<Batch> batches) {
    return inputs(batches).stream().flatMap(List::stream).toList();
  }

  private static void assertSays(String message, Executable work) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, work).getMessage());
  }

  // ---- batches

  @Test
  void anEpochHasEveryItemOnceInBatches() {
    var loader = new DataLoader(ten(), 4);
    assertEquals(
        List.of(List.of(0L, 1L, 2L, 3L), List.of(4L, 5L, 6L, 7L), List.of(8L, 9L)),
        inputs(loader.epoch(0)));
    assertEquals(3, loader.batches());
    assertEquals(10, loader.examples());
    var last = new ArrayList<Batch>();
    loader.epoch(0).forEach(last::add);
    assertArrayEquals(new long[] {64, 81}, last.getLast().target().toLongArray());
    assertEquals(2, last.getLast().size());
  }

  @Test
  void theLastBatchMayBeDropped() {
    var loader = new DataLoader(ten(), 4).dropLast();
    assertEquals(2, inputs(loader.epoch(0)).size());
    assertEquals(2, loader.batches());
    assertEquals(8, loader.examples());
    assertEquals(5, new DataLoader(ten(), 2).dropLast().batches());
  }

  @Test
  void rowsAndItemsGiveTheSame() {
    var rows = new DataLoader(ten(), 4).shuffle(Key.of(1));
    var items = new DataLoader(loose(), 4).shuffle(Key.of(1));
    assertEquals(inputs(rows.epoch(3)), inputs(items.epoch(3)));
    var some = new DataLoader(ten().subset(9, 2, 5), 2).shuffle(Key.of(1));
    var same = new DataLoader(loose().subset(9, 2, 5), 2).shuffle(Key.of(1));
    assertEquals(inputs(some.epoch(0)), inputs(same.epoch(0)));
  }

  @Test
  void anIteratorEnds() {
    var batches = new DataLoader(ten(), 10).epoch(0).iterator();
    batches.next();
    assertFalse(batches.hasNext());
    assertThrows(NoSuchElementException.class, batches::next);
  }

  @Test
  void itemsOfAnyKindAreCollated() {
    var words = Dataset.of(List.of("a", "bbb", "cc"));
    var loader =
        DataLoader.of(
            words,
            2,
            items ->
                new Batch(
                    Tensor.of(items.stream().mapToLong(String::length).toArray()),
                    Tensor.zeros(items.size())));
    assertEquals(List.of(List.of(1L, 3L), List.of(2L)), inputs(loader.epoch(0)));
  }

  // ---- order

  @Test
  void everyEpochHasAnOrderOfItsOwnWhichTheKeyDecides() {
    var loader = new DataLoader(ten(), 3).shuffle(Key.of(7));
    var first = flat(loader.epoch(0));
    var second = flat(loader.epoch(1));
    assertNotEquals(first, second);
    assertEquals(LongStream.range(0, 10).boxed().toList(), first.stream().sorted().toList());
    assertEquals(first, flat(loader.epoch(0))); // whatever came before
    assertEquals(second, flat(new DataLoader(ten(), 3).shuffle(Key.of(7)).epoch(1)));
    assertNotEquals(first, flat(new DataLoader(ten(), 3).shuffle(Key.of(8)).epoch(0)));
  }

  @Test
  void anEpochMayBeginInItsMiddle() {
    var loaded = new ConcurrentSkipListSet<Long>();
    var data =
        ten()
            .map(
                e -> {
                  loaded.add(e.input().itemLong());
                  return e;
                });
    var loader = new DataLoader(data, 3).shuffle(Key.of(7)).workers(2);
    var whole = flat(loader.epoch(2));
    loaded.clear();
    assertEquals(whole.subList(6, 10), flat(loader.epoch(2, 2)));
    assertEquals(whole.subList(6, 10).stream().sorted().toList(), List.copyOf(loaded));
    assertEquals(List.of(), flat(loader.epoch(2, 4)));
  }

  @Test
  void printsWhatDecidesItsBatches() {
    assertEquals(
        "10 items in batches of 3, the last dropped, shuffled by Key[bits=7]",
        new DataLoader(ten(), 3).workers(4).dropLast().shuffle(Key.of(7)).toString());
  }

  // ---- workers

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 7, 100})
  void anyNumberOfWorkersGivesTheSame(int workers) {
    var noisy =
        Dataset.of(Tensor.zeros(50, 2), Tensor.arange(50))
            .map(e -> new Example(e.input().plus(Tensor.randn(Shape.of(2))), e.target()));
    var alone = new DataLoader(noisy, 4).shuffle(Key.of(1)).epoch(5).iterator();
    var helped = new DataLoader(noisy, 4).shuffle(Key.of(1)).workers(workers).epoch(5).iterator();
    while (alone.hasNext()) {
      var expected = alone.next();
      var found = helped.next();
      assertArrayEquals(expected.input().toFloatArray(), found.input().toFloatArray());
      assertArrayEquals(expected.target().toLongArray(), found.target().toLongArray());
    }
    assertFalse(helped.hasNext());
  }

  @Test
  void noMoreIsLoadedAheadThanAllowed() throws InterruptedException {
    var begun = new AtomicInteger();
    var data =
        Dataset.of(List.copyOf(LongStream.range(0, 100).boxed().toList()))
            .map(
                i -> {
                  begun.incrementAndGet();
                  return new Example(Tensor.of(i), Tensor.of(i));
                });
    var batches = new DataLoader(data, 1).workers(2).prefetch(3).epoch(0).iterator();
    batches.next();
    while (begun.get() < 4) { // one that was given, three ahead
      Thread.sleep(1);
    }
    Thread.sleep(20);
    assertEquals(4, begun.get());
  }

  @Test
  void noMoreWorkAtATimeThanThereAreWorkers() throws InterruptedException {
    var working = new AtomicInteger();
    var most = new AtomicInteger();
    var both = new CountDownLatch(2);
    var data =
        loose()
            .map(
                e -> {
                  most.accumulateAndGet(working.incrementAndGet(), Math::max);
                  both.countDown();
                  await(both); // so that two are at work at once
                  working.decrementAndGet();
                  return e;
                });
    flat(new DataLoader(data, 1).workers(2).prefetch(8).epoch(0));
    assertEquals(2, most.get());
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void workersAreVirtualThreadsWithTheDeviceOfTheLoop() {
    var seen = new ConcurrentSkipListSet<String>();
    var data =
        loose()
            .map(
                e -> {
                  seen.add(Thread.currentThread().isVirtual() + " " + Device.current());
                  return e;
                });
    var loader = new DataLoader(data, 2).workers(2);
    Device.DRY.with(() -> loader.epoch(0).iterator().next());
    assertEquals("[true " + Device.DRY + "]", seen.toString());
  }

  @Test
  void whoeverStopsAskingLeavesNothingRunning() throws InterruptedException {
    var threads = new ConcurrentLinkedQueue<Thread>();
    var data =
        loose()
            .map(
                e -> {
                  threads.add(Thread.currentThread());
                  return e;
                });
    new DataLoader(data, 1).workers(3).epoch(0).iterator().next();
    for (var thread : threads) {
      thread.join(); // ends by itself
    }
    assertTrue(threads.size() <= 7, threads::toString);
  }

  @Test
  void anInterruptEndsTheWaitAndStays() {
    var never = new CountDownLatch(1);
    var data =
        loose()
            .map(
                e -> {
                  await(never);
                  return e;
                });
    var batches = new DataLoader(data, 1).workers(1).epoch(0).iterator();
    Thread.currentThread().interrupt();
    var e = assertThrows(IllegalStateException.class, batches::next);
    assertEquals("Interrupted while waiting for a batch.", e.getMessage());
    assertTrue(Thread.interrupted());
    never.countDown();
  }

  // ---- what fails

  @ParameterizedTest
  @ValueSource(ints = {0, 3})
  void aFailingItemNamesItsIndex(int workers) {
    var data =
        loose()
            .map(
                e -> {
                  if (e.input().itemLong() == 6) {
                    throw new IllegalStateException("the disk is gone");
                  }
                  return e;
                });
    var batches = new DataLoader(data, 2).workers(workers).epoch(0).iterator();
    for (int i = 0; i < 3; i++) {
      batches.next();
    }
    var e = assertThrows(DataException.class, batches::next);
    assertEquals("Item 6 cannot be loaded: the disk is gone", e.getMessage());
    assertEquals(IllegalStateException.class, e.getCause().getClass());
    assertArrayEquals(new long[] {8, 9}, batches.next().input().toLongArray()); // others go on
  }

  @Test
  void anItemThatIsNullNamesItsIndex() {
    var data = loose().<Example>map(e -> e.input().itemLong() == 1 ? null : e);
    var e =
        assertThrows(DataException.class, () -> new DataLoader(data, 4).epoch(0).iterator().next());
    assertEquals("Item 1 is null. Leave it out with subset.", e.getMessage());
  }

  @Test
  void itemsOfOtherShapesNameTheirIndices() {
    var data =
        loose().map(e -> e.input().itemLong() == 5 ? new Example(Tensor.zeros(3), e.target()) : e);
    var batches = new DataLoader(data, 4).epoch(0).iterator();
    batches.next();
    assertSays(
        "A batch needs examples of one type and shape; found the input f32[3] of item 5 beside"
            + " i64[] of item 4. Bring them into one shape with map, or give DataLoader.of what"
            + " makes a batch of them.",
        batches::next);
  }

  @Test
  void itemsThatMakeNoBatchAreNamed() {
    var loader =
        DataLoader.of(
            Dataset.of(List.of("a", "b", "c")),
            2,
            items -> {
              throw new IllegalArgumentException("too short");
            });
    assertSays(
        "Items [0, 1] cannot be made a batch: too short", () -> loader.epoch(0).iterator().next());
  }

  @Test
  void aBatchHasAsManyTargetsAsInputs() {
    assertSays(
        "A batch needs inputs (n, ...) and targets (n, ...); found f32[2, 3] and f32[3].",
        () -> new Batch(Tensor.zeros(2, 3), Tensor.zeros(3)));
    assertSays(
        "A batch needs inputs (n, ...) and targets (n, ...); found f32[] and f32[].",
        () -> new Batch(Tensor.of(1f), Tensor.of(1f)));
  }

  @Test
  void settingsOutsideTheirRangeAreRefused() {
    var loader = new DataLoader(ten(), 4);
    assertSays(
        "A DataLoader needs data with items; found none.",
        () -> new DataLoader(ten().range(0, 0), 4));
    assertSays("A DataLoader needs batches of 1 or more; found 0.", () -> new DataLoader(ten(), 0));
    assertSays("workers needs a number of 0 or more; found -1.", () -> loader.workers(-1));
    assertSays("prefetch needs a number of 1 or more; found 0.", () -> loader.prefetch(0));
    assertSays("An epoch has a number of 0 or more; found -1.", () -> loader.epoch(-1));
    assertSays(
        "An epoch of 3 batches can leave out 0 to 3 of them; found 4.", () -> loader.epoch(0, 4));
    assertSays(
        "dropLast leaves nothing of 10 items in batches of 11. Take smaller batches.",
        () -> new DataLoader(ten(), 11).dropLast());
  }

  @Test
  void typesAreThoseOfTheItems() {
    var data = Dataset.of(Tensor.zeros(DType.FLOAT64, 4, 2), Tensor.zeros(DType.BOOL, 4));
    var batch = new DataLoader(data.map(e -> e), 4).epoch(0).iterator().next();
    assertEquals(DType.FLOAT64, batch.input().dtype());
    assertEquals(DType.BOOL, batch.target().dtype());
  }
}
