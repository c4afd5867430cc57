package io.ligature.opencl;

import io.ligature.DType;
import io.ligature.Dispatch;
import io.ligature.Shape;
import io.ligature.spi.Layout;
import io.ligature.spi.View;
import java.util.ArrayList;
import java.util.List;

/// Memory that an operation needs while it computes; given back as a whole.
final class Temporaries implements AutoCloseable {
  private final OpenClDevice on;
  private final List<DeviceBuffer> taken = new ArrayList<>();

  Temporaries(OpenClDevice on) {
    this.on = on;
  }

  View of(View like, DType dtype, long... extents) {
    var shape = Shape.of(extents);
    var buffer = buffer(on, like, dtype, shape.size());
    taken.add(buffer);
    return new View(buffer, Layout.rowMajor(shape));
  }

  /// {@return memory beside that of an operand, which the caller releases}
  static DeviceBuffer buffer(OpenClDevice on, View like, DType dtype, long size) {
    var device = like.storage().device();
    return Dispatch.temporary(device, dtype, size, () -> new DeviceBuffer(on, device, dtype, size));
  }

  View of(View like, long... extents) {
    return of(like, like.dtype(), extents);
  }

  /// {@return the view if its elements lie in row-major order, else a copy of which that is true}
  View rowMajor(View x) {
    if (x.layout().isContiguous()) {
      return x;
    }
    var copy = of(x, x.shape().toArray());
    if (x.layout().size() > 0) {
      Copy.run(on, x, copy);
    }
    return copy;
  }

  /// {@return the elements in row-major order under another shape, copied if no strides can say so}
  View reshape(View x, long... extents) {
    var shape = Shape.of(extents);
    var layout = x.layout().reshape(shape);
    return layout != null ? x.with(layout) : rowMajor(x).with(Layout.rowMajor(shape));
  }

  @Override
  public void close() {
    taken.forEach(buffer -> buffer.release("it was an intermediate result"));
  }
}
