package io.ligature.conformance;

import static org.junit.jupiter.api.Assertions.assertThrows;

import io.ligature.DType;
import io.ligature.DTypeException;
import io.ligature.Device;
import io.ligature.Dispatch;
import io.ligature.Shape;
import io.ligature.Tensor;
import io.ligature.op.Family;
import io.ligature.op.Op;
import io.ligature.op.TensorType;
import io.ligature.spi.Backend;
import io.ligature.spi.Kernels;
import io.ligature.spi.Layout;
import io.ligature.spi.Storage;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.opentest4j.AssertionFailedError;
import org.opentest4j.TestAbortedException;

/// Where a case stands: the device under test, its kernels, the seed, the report.
final class Bench {
  static final ScopedValue<Bench> CURRENT = ScopedValue.newInstance();

  private static final int[] THREADS = {1, 2, 3, 7};

  static final List<DType> COMPUTING = Stream.of(DType.values()).filter(DType::computes).toList();

  final Device device;
  final BackendConformance kit;
  final Report report;
  private final Run run;
  private final Place place;
  private long seed;
  private long drawn;

  Bench(Device device, BackendConformance kit, Report report, Run run, Place place) {
    this.device = device;
    this.kit = kit;
    this.report = report;
    this.run = run;
    this.place = place;
    seed = run.seed();
  }

  static Bench current() {
    return CURRENT.get();
  }

  Kernels kernels() {
    return device.backend().kernels();
  }

  /// {@return the seed of this case}
  long seed() {
    return seed;
  }

  /// {@return what counts the calls of the backend}
  CheckedBackend checked() {
    if (device.backend() instanceof CheckedBackend checked) {
      return checked;
    }
    if ("false".equals(System.getProperty(Checks.PROPERTY))) {
      throw new TestAbortedException("nothing is counted with -D" + Checks.PROPERTY + "=false");
    }
    throw new IllegalStateException(
        "%s was opened before the kit began, and so without its checks. Run the kit in a process of its own, or with -D%s=true."
            .formatted(device, Checks.PROPERTY));
  }

  Profile profile() {
    return kit.profile();
  }

  /// {@return how an input of a kernel may lie}
  List<Layouts.Way> ways(Family family, Shape shape) {
    boolean strided =
        family == Family.COPY || device.backend().capabilities().strided().contains(family);
    return strided ? Layouts.of(shape) : Layouts.contiguous(shape);
  }

  /// {@return a random way that this kernel takes}
  Layouts.Way way(Family family, Shape shape, Draw draw) {
    boolean strided =
        family == Family.COPY || device.backend().capabilities().strided().contains(family);
    return strided ? Layouts.random(shape, draw) : draw.of(Layouts.contiguous(shape));
  }

  /// {@return the types that the device computes in}
  List<DType> computing() {
    return COMPUTING.stream().filter(device::computes).toList();
  }

  /// {@return whether the device computes in the types of an example, and in that of a cast}
  boolean computes(Example example) {
    return (!(example.op() instanceof Op.Copy cast) || device.computes(cast.to()))
        && example.operands().stream()
            .allMatch(given -> device.computes(given.isReal() ? Fixtures.real() : given.type()));
  }

  /// {@return random choices of their own for a fixed case}
  Draw draw() {
    return new Draw(run.seed() + 0x9E3779B97F4A7C15L * ++drawn);
  }

  /// {@return an operand with these values, in a storage that is longer than it}
  Operand operand(DType dtype, Layouts.Way way, Values values, Draw draw) {
    long end = way.layout().size() == 0 ? way.layout().offset() : way.layout().highest() + 1;
    var cells = values.cells(dtype, (int) end + 3, draw);
    if (profile() == Profile.RELAXED_GPU) {
      cells.flush();
    }
    return new Operand(cells, way.layout(), way.name());
  }

  /// {@return the same elements in row-major order}
  Operand inOrder(Operand x) {
    var cells = Cells.of(x.dtype(), x.size());
    for (int i = 0; i < x.size(); i++) {
      cells.bits()[i] = x.bits(i);
    }
    return new Operand(cells, Layout.rowMajor(x.shape()), "contiguous");
  }

  /// {@return an operand of INT64 places within an extent}
  Operand places(Layouts.Way way, long extent, Draw draw) {
    var operand = operand(DType.INT64, way, Values.ORDINARY, draw);
    for (int i = 0; i < operand.cells().length(); i++) {
      operand.cells().bits()[i] = extent == 0 ? 0 : draw.between(0, (int) extent - 1);
    }
    return operand;
  }

  /// Tries the kernel of an operation on these operands in every way.
  void check(Op.Primitive op, Operand... in) {
    new Trial(this, op, in).run();
  }

  /// Runs as many random cases as asked for. The first one follows from the seed itself, so that a
  /// failure can be replayed alone.
  void random(Consumer<Draw> body) {
    for (int i = 0; i < run.cases(); i++) {
      seed = run.seed() + i;
      body.accept(new Draw(seed));
    }
    seed = run.seed();
  }

  /// {@return whether the device declares that it does not compute in a type}; then it is made sure
  /// that the operation is refused.
  boolean isGap(Op.Primitive op, DType dtype) {
    return isGap(op, dtype, dtype, dtype);
  }

  /// @param dtype the type that the report speaks of
  /// @param operands the types of the operands
  boolean isGap(Op.Primitive op, DType dtype, DType... operands) {
    if (List.of(operands).stream().allMatch(device::computes)) {
      return false;
    }
    var inputs = List.of(operands).stream().map(this::zeros).toArray(Tensor[]::new);
    var error =
        assertThrows(
            DTypeException.class,
            () -> Dispatch.execute(op, inputs),
            () -> device + " declares that it does not compute in all of " + List.of(operands));
    if (!String.valueOf(error.getMessage()).contains("does not compute in")) {
      throw error;
    }
    report.is("unsupported", op.label(), dtype);
    return true;
  }

  /// {@return whether the device declares that it does not compute in the type of an operation
  /// without operands}; then it is made sure that the operation is refused.
  boolean isCreationGap(Op.Primitive op, DType dtype) {
    if (device.computes(dtype)) {
      return false;
    }
    assertThrows(DTypeException.class, () -> Dispatch.create(device, op));
    report.is("unsupported", op.label(), dtype);
    return true;
  }

  private Tensor zeros(DType dtype) {
    Number zero = dtype.isFloating() ? (Number) 0.0 : (Number) 0L;
    return Dispatch.create(device, new Op.Fill(new TensorType(dtype, Shape.of(2, 2)), zero));
  }

  Storage upload(Cells cells) {
    var storage = device.backend().allocate(device, cells.dtype(), cells.length());
    storage.write(0, cells.length(), cells.segment());
    return storage;
  }

  Cells download(Storage storage) {
    int n = (int) storage.length();
    var segment = MemorySegment.ofArray(new long[(n * storage.dtype().bytes() + 7) / 8]);
    device.backend().synchronize();
    storage.read(0, n, segment);
    return Cells.of(storage.dtype(), n, segment);
  }

  /// Tries something with several numbers of threads, where the backend lets them be chosen.
  void threads(BiConsumer<Integer, Backend> body) {
    for (int count : THREADS) {
      var backend = report.threads(device.backend(), count);
      if (backend != null) {
        body.accept(count, backend);
      }
    }
  }

  /// {@return what several callers get who run the same thing at the same time, some times}
  <T> List<T> together(
      int callers, int times, Callable<T> run, Function<String, AssertionError> failure) {
    try (var pool = Executors.newFixedThreadPool(callers)) {
      var results = new ArrayList<T>();
      for (var future : pool.invokeAll(Collections.nCopies(times, run))) {
        results.add(future.get());
      }
      return results;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    } catch (ExecutionException e) {
      throw failure.apply("run by several threads at once it failed: " + e.getCause());
    }
  }

  /// Fails with what is wrong, and a line that replays it.
  AssertionFailedError failure(String what) {
    return new AssertionFailedError(what + "\n  replay: " + run.replay(place, seed));
  }
}
