package io.ligature.opencl;

import static io.ligature.opencl.Types.buffer;

import io.ligature.Shape;
import io.ligature.op.Op;
import io.ligature.spi.Layout;
import io.ligature.spi.View;
import java.util.ArrayList;
import java.util.Arrays;

/// Many elements become one.
final class Reduce {
  private static final String FILE = "reduce.cl";
  private static final String COLUMNS = "reduce_columns";
  private static final long RUN = 64; // as in reduce.cl
  private static final long PIECES = 32; // of a segment
  private static final long MOST_GROUPS = 1 << 16;
  private static final long RUNS = 4; // of a work item that has a column on a GPU, as in reduce.cl
  private static final long FEW = 64; // results that do not keep a device busy

  private Reduce() {}

  static void run(OpenClDevice device, Op.Reduction kind, int[] axes, View x, View out) {
    var first = x.layout(); // of every result the first element, if there is one
    for (int axis : axes) {
      first = Layout.of(first.shape().with(axis, 1), first.strides(), first.offset());
    }
    var over = Walk.of(others(x.layout(), axes));
    var kept = Walk.of(first, out.layout());
    if (!over.fits() || !kept.fits()) {
      inOrder(device, kind, axes, x, out);
      return;
    }
    boolean extreme = kind == Op.Reduction.MAX || kind == Op.Reduction.MIN;
    var options = Types.vectors(x.dtype(), extreme) + " -D" + kind.name();
    boolean gpu = device.traits().isGpu();
    if (kept.isSideBySide() && (!over.isSideBySide() || over.size() <= RUN)) {
      if (gpu) {
        columns(device, kind, options, first, over, x, out);
      } else {
        int lanes = Types.lanes(x.dtype());
        long items = (kept.size() + lanes - 1) / lanes;
        var kernel = device.kernel(FILE, options, COLUMNS);
        device.over(items, over.size() * lanes, kernel, buffer(x), buffer(out), kept, over);
      }
      return;
    }
    long segments =
        gpu
            ? segments(over, RUN * device.traits().group())
            : segments(kept, over, RUN * Types.lanes(x.dtype()));
    if (segments == 1) {
      parts(device, options, segments, kept, over, x, out);
      return;
    }
    try (var temporaries = new Temporaries(device)) {
      var parts = temporaries.of(out, kept.size(), segments);
      var begins = Layout.of(first.shape(), scaled(out.layout(), segments), 0);
      parts(device, options, segments, Walk.of(first, begins), over, x, parts);
      var column = Layout.of(parts.shape().with(1, 1), new long[] {1, 1}, out.layout().offset());
      run(device, kind, new int[] {1}, parts, out.with(column));
    }
  }

  /// Columns on a GPU: those with many elements in segments first, which become columns themselves.
  private static void columns(
      OpenClDevice device,
      Op.Reduction kind,
      String options,
      Layout first,
      Walk over,
      View x,
      View out) {
    var kernel = device.kernel(FILE, options, COLUMNS);
    long segments = segments(over, RUNS * RUN);
    long results = out.layout().size();
    if (segments == 1) {
      var kept = Walk.of(first, out.layout());
      device.over(results, kernel, buffer(x), buffer(out), kept, over, 1L);
      return;
    }
    try (var temporaries = new Temporaries(device)) {
      var parts = temporaries.of(out, segments, results);
      var kept = Walk.of(first, Layout.rowMajor(first.shape()));
      device.over(results * segments, kernel, buffer(x), buffer(parts), kept, over, segments);
      var row = Layout.of(Shape.of(1, results), new long[] {results, 1}, out.layout().offset());
      run(device, kind, new int[] {0}, parts, out.with(row));
    }
  }

  private static void parts(
      OpenClDevice device, String options, long segments, Walk kept, Walk over, View x, View out) {
    var kernel = device.kernel(FILE, options, "reduce");
    long results = kept.size() * segments;
    if (device.traits().isGpu()) {
      long group = device.traits().group();
      long groups = Math.min(results, MOST_GROUPS);
      device.launch(kernel, groups * group, group, buffer(x), buffer(out), kept, over, segments);
    } else {
      long each = over.size() / segments;
      device.over(results, each, kernel, buffer(x), buffer(out), kept, over, segments, PIECES);
    }
  }

  /// The same for more axes than a kernel takes: of a copy that has the elements of a result side
  /// by side.
  private static void inOrder(
      OpenClDevice device, Op.Reduction kind, int[] axes, View x, View out) {
    var last = new ArrayList<Integer>();
    for (int axis = 0; axis < x.layout().rank(); axis++) {
      if (Arrays.binarySearch(axes, axis) < 0) {
        last.add(axis);
      }
    }
    for (int axis : axes) {
      last.add(axis);
    }
    long results = out.layout().size();
    long each = x.layout().size() / results;
    var order = last.stream().mapToInt(Integer::intValue).toArray();
    try (var temporaries = new Temporaries(device)) {
      var rows = temporaries.of(x, results, each);
      var ordered = x.layout().permute(order);
      Copy.run(device, x.with(ordered), rows.with(Layout.rowMajor(ordered.shape())));
      var sums = temporaries.of(out, results, 1);
      run(device, kind, new int[] {1}, rows, sums);
      Copy.run(device, sums.with(Layout.rowMajor(out.shape())), out);
    }
  }

  /// {@return into how many parts the elements of a result are cut on a GPU: its work items take up
  /// to a run each}
  private static long segments(Walk over, long piece) {
    return Math.max(1, (over.size() + piece - 1) / piece);
  }

  /// {@return into how many parts the elements of a result are cut on a CPU: some, where there are
  /// too few results to keep it busy}
  private static long segments(Walk kept, Walk over, long piece) {
    long pieces = pieces(over, piece);
    return kept.size() < FEW ? Math.max(1, (pieces + PIECES - 1) / PIECES) : 1;
  }

  /// {@return the elements that become one, from 0 on}
  private static Layout others(Layout x, int[] axes) {
    var shape = x.shape();
    for (int axis = 0; axis < x.rank(); axis++) {
      if (Arrays.binarySearch(axes, axis) < 0) {
        shape = shape.with(axis, 1);
      }
    }
    return Layout.of(shape, x.strides(), 0);
  }

  private static long pieces(Walk over, long most) {
    long length = over.length();
    return length == 0 ? 0 : over.size() / length * ((length + most - 1) / most);
  }

  private static long[] scaled(Layout contiguous, long factor) {
    var strides = contiguous.strides();
    for (int axis = 0; axis < strides.length; axis++) {
      strides[axis] *= factor;
    }
    return strides;
  }
}
