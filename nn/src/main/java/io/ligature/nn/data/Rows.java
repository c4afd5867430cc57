package io.ligature.nn.data;

import io.ligature.Tensor;
import org.jspecify.annotations.Nullable;

/// The rows of two tensors; a batch of them is gathered at once.
final class Rows implements Dataset<Example> {
  private final Batch all;
  private final long @Nullable [] chosen; // null for all of them, in order

  Rows(Tensor inputs, Tensor targets) {
    this(new Batch(inputs.detach(), targets.detach()), null);
  }

  private Rows(Batch all, long @Nullable [] chosen) {
    this.all = all;
    this.chosen = chosen;
  }

  @Override
  public long size() {
    return chosen == null ? all.size() : chosen.length;
  }

  @Override
  public Example get(long index) {
    long row = row(index);
    return new Example(all.input().select(0, row), all.target().select(0, row));
  }

  private long row(long index) {
    if (index < 0 || index >= size()) {
      throw new IndexOutOfBoundsException(
          "There is no example %d in a dataset of %d.".formatted(index, size()));
    }
    return chosen == null ? index : chosen[Math.toIntExact(index)];
  }

  @Override
  public Dataset<Example> subset(long... indices) {
    var rows = Splits.checked(size(), indices);
    for (int i = 0; i < rows.length; i++) {
      rows[i] = row(rows[i]);
    }
    return new Rows(all, rows);
  }

  /// {@return these rows as a batch}
  Batch batch(long[] indices) {
    var rows = new long[indices.length];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = row(indices[i]);
    }
    var where = Tensor.of(rows).to(all.input().device());
    return new Batch(all.input().indexSelect(0, where), all.target().indexSelect(0, where));
  }
}
