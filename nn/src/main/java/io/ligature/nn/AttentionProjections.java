package io.ligature.nn;

import static io.ligature.nn.RecurrentNet.extents;

import io.ligature.Shape;
import io.ligature.ShapeException;
import io.ligature.Tensor;
import io.ligature.op.Linear.Activation;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// How a [MultiHeadAttention] projects queries, keys and values.
///
/// @param heads of queries
/// @param groups heads of keys and values
/// @param isOne whether one matrix projects all three
record AttentionProjections(long heads, long groups, boolean isOne, AttentionOptions options) {
  private static final String ONE = "in_proj_weight";
  private static final String BIAS = "in_proj_bias";
  private static final List<String> THREE =
      List.of("q_proj_weight", "k_proj_weight", "v_proj_weight");

  /// @param width of queries; may be unknown
  static AttentionProjections of(long width, long heads, AttentionOptions options) {
    long groups = options.groups() == 0 ? heads : options.groups();
    if (heads < 1 || heads % groups != 0) {
      throw new IllegalArgumentException(
          "MultiHeadAttention needs 1 or more heads, and groups that divide them; found %d heads and %d groups."
              .formatted(heads, groups));
    }
    boolean isOne =
        groups == heads
            && or(options.keyWidth(), width) == width
            && or(options.valueWidth(), width) == width;
    return new AttentionProjections(heads, groups, isOne, options);
  }

  private static long or(long given, long width) {
    return given == 0 ? width : given;
  }

  // ---- parameters

  /// {@return the shapes of the parameters}
  ///
  /// @param width of queries; may be unknown
  private Map<String, Shape> shapes(long width) {
    boolean known = width != Shape.UNKNOWN;
    long narrow = known ? width / heads * groups : width;
    var shapes = new LinkedHashMap<String, Shape>();
    if (isOne) {
      shapes.put(ONE, Shape.partial(known ? 3 * width : width, width));
    } else {
      shapes.put(THREE.get(0), Shape.partial(width, width));
      shapes.put(THREE.get(1), Shape.partial(narrow, or(options.keyWidth(), width)));
      shapes.put(THREE.get(2), Shape.partial(narrow, or(options.valueWidth(), width)));
    }
    if (options.hasBias()) {
      shapes.put(BIAS, Shape.partial(known ? width + 2 * narrow : width));
    }
    return shapes;
  }

  /// Registers the parameters.
  ///
  /// @param width of queries; may be unknown
  void register(Block block, long width) {
    shapes(width)
        .forEach(
            (name, shape) -> {
              var init = name.equals(BIAS) ? Init.zeros() : Init.xavierUniform();
              block.param(name, Parameter.of(shape, init));
            });
  }

  /// Makes the shapes of the parameters known.
  ///
  /// @return the width of queries
  long infer(Block block, Tensor x) {
    long width = x.rank() == 2 || x.rank() == 3 ? x.shape().get(-1) : 0;
    if (width == 0 || width % heads != 0) {
      throw new ShapeException(
          "MultiHeadAttention needs x (%s, width), or (L, width) for one sequence, width a multiple of %d heads; found %s. Reshape x, or project it first."
              .formatted(steps("L"), heads, extents(x.shape())));
    }
    shapes(width).forEach((name, shape) -> parameter(block, name).resolve(shape));
    return width;
  }

  private static Parameter parameter(Block block, String name) {
    return (Parameter) Objects.requireNonNull(block.registered().get(name), name);
  }

  private String steps(String count) {
    return options.batchFirst() ? "batch, " + count : count + ", batch";
  }

  // ---- projecting

  /// {@return queries, keys and values, projected}
  List<Tensor> project(Block block, Tensor q, Tensor k, Tensor v) {
    var given = List.of(q, k, v);
    var w =
        isOne
            ? List.of(parameter(block, ONE).value())
            : THREE.stream().map(name -> parameter(block, name).value()).toList();
    var b = options.hasBias() ? parameter(block, BIAS).value() : null;
    long width = w.getFirst().shape().get(1);
    check(w, given);
    if (isOne && q == k && k == v) {
      return Linear.affine(q, w.getFirst(), b, Activation.NONE).split(-1, width);
    }
    long narrow = width / heads * groups;
    var weights = isOne ? w.getFirst().split(0, width) : w;
    var biases = b == null ? null : b.split(0, width, narrow, narrow);
    return List.of(
        part(given, weights, biases, 0),
        part(given, weights, biases, 1),
        part(given, weights, biases, 2));
  }

  private static Tensor part(List<Tensor> x, List<Tensor> w, @Nullable List<Tensor> b, int i) {
    return Linear.affine(x.get(i), w.get(i), b == null ? null : b.get(i), Activation.NONE);
  }

  private void check(List<Tensor> w, List<Tensor> given) {
    int rank = given.getFirst().rank();
    int steps = rank == 3 && options.batchFirst() ? 1 : 0;
    boolean fits = rank == 2 || rank == 3;
    for (int i = 0; fits && i < 3; i++) {
      var x = given.get(i).shape();
      fits = x.rank() == rank && x.get(-1) == in(w, i);
      fits = fits && (rank == 2 || x.get(1 - steps) == given.getFirst().shape().get(1 - steps));
    }
    if (!fits || given.get(1).shape().get(steps) != given.get(2).shape().get(steps)) {
      throw new ShapeException(
          "MultiHeadAttention needs q (%s, %d), k (%s, %d) and v (%s, %d), or all three without batch; found q %s, k %s and v %s. Reshape or project them first."
              .formatted(
                  steps("L"),
                  in(w, 0),
                  steps("S"),
                  in(w, 1),
                  steps("S"),
                  in(w, 2),
                  extents(given.get(0).shape()),
                  extents(given.get(1).shape()),
                  extents(given.get(2).shape())));
    }
  }

  private long in(List<Tensor> w, int i) {
    return w.get(isOne ? 0 : i).shape().get(1);
  }
}
