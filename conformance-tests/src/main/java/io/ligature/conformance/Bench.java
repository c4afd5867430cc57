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
import io.ligature.spi.Kernels;
import io.ligature.spi.Layout;
import io.ligature.spi.Storage;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.stream.Stream;
import org.opentest4j.AssertionFailedError;
import org.opentest4j.TestAbortedException;

/// Where a case stands: the device under test, its kernels, the seed, the report.
final class Bench {
  static final ScopedValue<Bench> CURRENT = ScopedValue.newInstance();

  /// What `-Dligature.conformance.seed` replaces.
  static final long SEED = Long.getLong("ligature.conformance.seed", 1);

  /// What `-Dligature.conformance.cases` replaces.
  static final int CASES = Integer.getInteger("ligature.conformance.cases", 200);

  static final List<DType> COMPUTING = Stream.of(DType.values()).filter(DType::computes).toList();

  final Device device;
  final BackendConformance kit;
  final Report report;
  private final String place;
  private long seed = SEED;
  private long drawn;

  Bench(Device device, BackendConformance kit, Report report, String place) {
    this.device = device;
    this.kit = kit;
    this.report = report;
    this.place = place;
  }

  static Bench current() {
    return CURRENT.get();
  }

  Kernels kernels() {
    return device.backend().kernels();
  }

  /// {@return what counts the calls of the backend}
  CheckedBackend checked() {
    if (device.backend() instanceof CheckedBackend checked) {
      return checked;
    }
    throw new TestAbortedException("nothing is counted with -Dligature.checked=false");
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

  /// {@return random choices of their own for a fixed case}
  Draw draw() {
    return new Draw(SEED + 0x9E3779B97F4A7C15L * ++drawn);
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
  void random(java.util.function.Consumer<Draw> body) {
    for (int i = 0; i < CASES; i++) {
      seed = SEED + i;
      body.accept(new Draw(seed));
    }
    seed = SEED;
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

  /// Fails with what is wrong, and a line that replays it.
  AssertionFailedError failure(String what) {
    return new AssertionFailedError(what + "\n  replay: " + replay());
  }

  String replay() {
    return "mvn test -Dtest=%s -Dligature.conformance.only=%s -Dligature.conformance.seed=%d -Dligature.conformance.cases=1"
        .formatted(kit.getClass().getSimpleName(), place, seed);
  }
}
