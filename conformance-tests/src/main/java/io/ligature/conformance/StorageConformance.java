package io.ligature.conformance;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ligature.DType;
import io.ligature.Dispatch;
import io.ligature.Memory;
import io.ligature.Shape;
import io.ligature.Tensor;
import io.ligature.autograd.Grad;
import io.ligature.op.Op;
import io.ligature.spi.Storage;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Memory of a device: read, written, kept apart and given back.
public abstract class StorageConformance {
  /// For subclasses.
  protected StorageConformance() {}

  @ParameterizedTest(name = "storage of {0}")
  @EnumSource
  void keepsWhatWasWritten(DType dtype) {
    var bench = Bench.current();
    var cells = noise(bench, dtype, 100);
    var storage = bench.upload(cells);
    assertArrayEquals(cells.bits(), bench.download(storage).bits());
    var part = Cells.of(dtype, 7);
    var segment = part.segment();
    storage.read(13, 7, segment);
    var read = Cells.of(dtype, 7, segment);
    for (int i = 0; i < 7; i++) {
      assertEquals(cells.bits()[13 + i], read.bits()[i], "element " + (13 + i));
    }
    storage.write(50, 7, read.segment());
    System.arraycopy(read.bits(), 0, cells.bits(), 50, 7);
    assertArrayEquals(cells.bits(), bench.download(storage).bits(), "a part was written over");
    storage.release("the case is over");
  }

  private static Cells noise(Bench bench, DType dtype, int length) {
    return Values.SPRINKLED.cells(dtype, length, bench.draw());
  }

  @ParameterizedTest(name = "storage of {0}")
  @EnumSource
  void mayBeEmpty(DType dtype) {
    var bench = Bench.current();
    var storage = bench.upload(Cells.of(dtype, 0));
    assertEquals(0, bench.download(storage).length());
    storage.release("the case is over");
    assertTrue(storage.isReleased());
  }

  /// Also where memory is used again after it was given back.
  @Test
  void doesNotShareMemoryWithAnother() {
    var bench = Bench.current();
    var kept = new ArrayList<Storage>();
    var contents = new ArrayList<Cells>();
    for (int round = 0; round < 60; round++) {
      var cells = noise(bench, DType.FLOAT32, 50 + round % 3);
      var storage = bench.upload(cells);
      if (round % 3 == 0) {
        storage.release("to be used again");
      } else {
        kept.add(storage);
        contents.add(cells);
      }
    }
    for (int i = 0; i < kept.size(); i++) {
      assertArrayEquals(contents.get(i).bits(), bench.download(kept.get(i)).bits(), "storage " + i);
    }
    kept.forEach(storage -> storage.release("the case is over"));
  }

  @ParameterizedTest(name = "storage of {0}")
  @EnumSource
  void cannotBeUsedAfterItsRelease(DType dtype) {
    var bench = Bench.current();
    var storage = bench.upload(noise(bench, dtype, 9));
    assertFalse(storage.isReleased());
    storage.release("the case wants it so");
    assertTrue(storage.isReleased(), "isReleased after release");
    var segment = MemorySegment.ofArray(new long[9]);
    assertThrows(RuntimeException.class, () -> storage.read(0, 9, segment), "read after release");
    assertThrows(RuntimeException.class, () -> storage.write(0, 9, segment), "write after release");
    storage.release("twice is once");
    assertTrue(storage.isReleased());
  }

  /// What a trial allocates it gives back, and kernels allocate nothing that outlives them.
  @Test
  void asMuchIsGivenBackAsWasTaken() {
    var bench = Bench.current();
    var way = Layouts.contiguous(Shape.of(3, 40)).get(0);
    var x = bench.operand(bench.computing().getFirst(), way, Values.ORDINARY, bench.draw());
    int before = bench.checked().live();
    for (int round = 0; round < 10; round++) {
      bench.check(Op.Compare.EQ, x, x);
      bench.check(new Op.Sort(1, true), x);
      bench.check(new Op.Gather(0), x, bench.places(way, 3, bench.draw()));
    }
    int after = bench.checked().live();
    assertTrue(after <= before, () -> "%d storages were alive, %d are".formatted(before, after));
  }

  /// Forward and backward, of every operation that has a gradient: a scope is left with as much as
  /// it was entered with.
  @Test
  void everyOperationGivesBackWhatItTook() {
    var bench = Bench.current();
    Stream.concat(GradientExamples.all().stream(), FusedExamples.differentiable().stream())
        .filter(example -> bench.computes(example))
        .forEach(
            example -> {
              int before = bench.checked().live();
              Memory.scope(
                  () -> {
                    var _ = differentiate(example, bench.seed());
                  });
              int after = bench.checked().live();
              if (after > before) {
                throw bench.failure(
                    "%s %s: %d storages were alive, %d are"
                        .formatted(example.op().label(), example, before, after));
              }
            });
  }

  private static Tensor[] differentiate(Example example, long seed) {
    return Grad.grad((Tensor[] x) -> Dispatch.executeAll(example.op(), x)[0].sum())
        .apply(example.make(Fixtures.real(), seed));
  }

  /// Without a scope the collector decides, and it finds all that nobody reaches.
  @Test
  void tensorsThatNobodyReachesAreCollected() throws InterruptedException {
    var bench = Bench.current();
    int before = settled(bench, 0);
    for (int round = 0; round < 50; round++) {
      var x = Fixtures.real(new double[] {1, 2, 3, 4}, 2, 2);
      assertEquals(
          10 + 4 * round, x.plus(round).sum().item(), "storage of a tensor in round " + round);
    }
    int after = settled(bench, before);
    assertTrue(after <= before, () -> "%d storages were alive, %d are".formatted(before, after));
  }

  private static int settled(Bench bench, int goal) throws InterruptedException {
    int live = bench.checked().live();
    for (int tries = 0; live > goal && tries < (goal == 0 ? 3 : 50); tries++) {
      System.gc();
      Thread.sleep(10);
      live = bench.checked().live();
    }
    return live;
  }
}
