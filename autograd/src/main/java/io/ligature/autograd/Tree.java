package io.ligature.autograd;

import io.ligature.Params;
import io.ligature.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// What functions may be differentiated by: a tensor, an array or list of tensors, or [Params].
final class Tree {
  private Tree() {}

  /// {@return the tensors, in order}
  static Tensor[] tensors(Object tree) {
    if (tree instanceof Tensor x) {
      return new Tensor[] {x};
    }
    if (tree instanceof Params params) {
      return params.tensors().toArray(Tensor[]::new);
    }
    if (tree instanceof Tensor[] array) {
      return array.clone();
    }
    if (tree instanceof List<?> list && list.stream().allMatch(Tensor.class::isInstance)) {
      return list.toArray(Tensor[]::new);
    }
    throw new IllegalArgumentException(
        "A function is differentiated by a Tensor, a Tensor[], a List<Tensor> or Params; found "
            + tree.getClass().getName()
            + ".");
  }

  /// {@return the tangents of a tree, in its order}
  ///
  /// @throws IllegalArgumentException if they are not of the form and the kinds of the tree
  static Tensor[] tangents(Object tangents, Object tree) {
    if (tree instanceof Params x && tangents instanceof Params v) {
      var names = List.copyOf(x.names());
      if (!names.equals(List.copyOf(v.names()))) {
        throw new IllegalArgumentException(
            "jvp needs a tangent for each of its inputs, with the same names in the same order: %s; found %s."
                .formatted(names, v.names()));
      }
    }
    var found = tensors(tangents);
    Seeds.checkTangents(found, tensors(tree));
    return found;
  }

  /// {@return a tree of the same form with other tensors}
  @SuppressWarnings("unchecked") // each result has the type of `tree`
  static <P> P with(P tree, Tensor[] tensors) {
    if (tree instanceof Tensor) {
      return (P) tensors[0];
    }
    if (tree instanceof Params params) {
      var next = Arrays.asList(tensors).iterator();
      return (P) params.map((Tensor _) -> next.next());
    }
    return tree instanceof Tensor[] ? (P) tensors : (P) new ArrayList<>(Arrays.asList(tensors));
  }
}
