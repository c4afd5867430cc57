package io.ligature;

import io.ligature.op.Op;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/// A tensor whose axes have labels: equal labels are one index.
///
/// ```text
/// (batch, free a, summed) times (batch, summed, free b) -> (batch, free a, free b)
/// ```
///
/// @param tensor numbers of the type to compute in
/// @param labels one an axis, each once
record Contraction(Tensor tensor, List<Integer> labels) {
  Contraction {
    labels = List.copyOf(labels);
  }

  /// {@return the product with another; labels of both that are not `kept` are summed over}
  Contraction with(Contraction other, Collection<Integer> kept) {
    var shared = new ArrayList<Integer>(labels);
    shared.retainAll(other.labels);
    var batch = new ArrayList<Integer>(shared);
    batch.retainAll(kept);
    var summed = new ArrayList<Integer>(shared);
    summed.removeAll(kept);
    var mine = new ArrayList<Integer>(labels);
    mine.removeAll(shared);
    var theirs = new ArrayList<Integer>(other.labels);
    theirs.removeAll(shared);

    var product =
        summed.isEmpty()
            ? grid(batch, mine, theirs, other)
            : matrices(batch, mine, summed, theirs, other);
    var order = concat(batch, mine, theirs);
    var extents = new long[order.size()];
    for (int i = 0; i < extents.length; i++) {
      extents[i] =
          labels.contains(order.get(i)) ? extent(order.get(i)) : other.extent(order.get(i));
    }
    return new Contraction(product.reshape(Shape.of(extents)), order);
  }

  private Tensor grid(
      List<Integer> batch, List<Integer> mine, List<Integer> theirs, Contraction other) {
    var left = arranged(concat(batch, mine));
    for (int i = 0; i < theirs.size(); i++) {
      left = left.unsqueeze(-1);
    }
    var right = other.arranged(concat(batch, theirs));
    for (int i = 0; i < mine.size(); i++) {
      right = right.unsqueeze(batch.size());
    }
    return left.times(right);
  }

  private Tensor matrices(
      List<Integer> batch,
      List<Integer> mine,
      List<Integer> summed,
      List<Integer> theirs,
      Contraction other) {
    long b = size(batch);
    long m = size(mine);
    long k = size(summed);
    long n = other.size(theirs);
    var left = arranged(concat(batch, mine, summed));
    var right = other.arranged(concat(batch, summed, theirs));
    return batch.isEmpty()
        ? left.reshape(m, k).matmul(right.reshape(k, n))
        : left.reshape(b, m, k).matmul(right.reshape(b, k, n));
  }

  /// {@return the tensor summed over every label that is not kept}
  Contraction sum(Collection<Integer> kept) {
    var axes = new ArrayList<Integer>();
    var rest = new ArrayList<Integer>();
    var shape = tensor.shape();
    for (int axis = labels.size() - 1; axis >= 0; axis--) {
      if (kept.contains(labels.get(axis))) {
        rest.addFirst(labels.get(axis));
      } else {
        axes.addFirst(axis);
        shape = shape.without(axis);
      }
    }
    if (axes.isEmpty()) {
      return this;
    }
    var sum = Dispatch.execute(new Op.Reduce(Op.Reduction.SUM, axes), tensor);
    return new Contraction(sum.reshape(shape), rest);
  }

  /// {@return the tensor with its axes in the order of these labels}
  Tensor arranged(List<Integer> order) {
    return order.equals(labels)
        ? tensor
        : tensor.permute(order.stream().mapToInt(labels::indexOf).toArray());
  }

  long extent(int label) {
    return tensor.shape().get(labels.indexOf(label));
  }

  private long size(List<Integer> some) {
    long size = 1;
    for (int label : some) {
      size *= extent(label);
    }
    return size;
  }

  @SafeVarargs
  private static List<Integer> concat(List<Integer>... lists) {
    var all = new ArrayList<Integer>();
    for (var list : lists) {
      all.addAll(list);
    }
    return all;
  }
}
