package io.ligature;

import io.ligature.op.Op;
import io.ligature.spi.Backend;
import io.ligature.spi.Capabilities;
import io.ligature.spi.Kernels;
import io.ligature.spi.Storage;
import io.ligature.spi.View;
import java.lang.foreign.MemorySegment;

/// A backend without memory whose kernels do nothing; what remains of an operation is its
/// inference.
final class DryBackend extends Backend {
  private static final Capabilities CAPABILITIES = Capabilities.all();
  private final Kernels kernels = new Nothing();

  @Override
  public Kernels kernels() {
    return kernels;
  }

  @Override
  public Capabilities capabilities() {
    return CAPABILITIES;
  }

  @Override
  public Storage allocate(Device device, DType dtype, long length) {
    return new NoStorage(device, dtype, length);
  }

  private static final class NoStorage extends Storage {
    NoStorage(Device device, DType dtype, long length) {
      super(device, dtype, length);
    }

    @Override
    public void read(long from, long count, MemorySegment to) {
      throw new DryValueException();
    }

    @Override
    public void write(long to, long count, MemorySegment from) {} // nothing to keep

    @Override
    public void release(String reason) {}

    @Override
    public boolean isReleased() {
      return false;
    }
  }

  private static final class Nothing extends Kernels {
    @Override
    public void fill(Number value, View out) {}

    @Override
    public void copy(View x, View out) {}

    @Override
    public void iota(Number start, Number step, int axis, View out) {}

    @Override
    public void randomBits(Key key, View out) {}

    @Override
    public void unary(Op.Unary op, View x, View out) {}

    @Override
    public void binary(Op.Binary op, View a, View b, View out) {}

    @Override
    public void compare(Op.Compare op, View a, View b, View out) {}

    @Override
    public void where(View condition, View a, View b, View out) {}

    @Override
    public void reduce(Op.Reduction kind, int[] axes, View x, View out) {}

    @Override
    public void argReduce(Op.ArgReduction kind, int axis, View x, View out) {}

    @Override
    public void scan(Op.Reduction kind, int axis, View x, View out) {}

    @Override
    public void matmul(View a, View b, View out) {}

    @Override
    public void gather(int axis, View x, View index, View out) {}

    @Override
    public void scatter(Op.ScatterMode mode, int axis, View index, View updates, View out) {}

    @Override
    public void sort(int axis, boolean descending, View x, View values, View indices) {}
  }
}
