package io.ligature.nn.data;

import io.ligature.DType;
import io.ligature.Key;
import io.ligature.ShapeException;
import io.ligature.Tensor;
import java.util.List;
import java.util.function.Function;
import java.util.stream.LongStream;

/// Items by number: all that a [DataLoader] has to know of data.
///
/// Items are asked for in any order, by several threads at a time where a loader has workers, and
/// again in every epoch.
public interface Dataset<T> {
  /// {@return how many items there are}
  long size();

  /// {@return an item}
  ///
  /// @param index from 0 to below [#size]
  T get(long index);

  /// {@return the rows of two tensors as examples}
  ///
  /// @param inputs (n, ...)
  /// @param targets (n, ...)
  /// @throws ShapeException if they do not have as many rows
  static Dataset<Example> of(Tensor inputs, Tensor targets) {
    return new Rows(inputs, targets);
  }

  /// {@return rows of numbers with a class each}
  ///
  /// ```text
  /// input (columns) FLOAT32      target () INT64
  /// ```
  ///
  /// @throws ShapeException if there are not as many of both, or rows differ in length
  static Dataset<Example> of(float[][] inputs, int[] classes) {
    return of(Tensor.of(inputs), Tensor.of(classes).to(DType.INT64));
  }

  /// {@return rows of numbers with rows that they should lead to}
  ///
  /// @throws ShapeException if there are not as many of both, or rows differ in length
  static Dataset<Example> of(float[][] inputs, float[][] targets) {
    return of(Tensor.of(inputs), Tensor.of(targets));
  }

  /// {@return pieces of a sequence, one behind another, each with what comes next}
  ///
  /// @param tokens (n)
  /// @param length of a piece
  /// @throws ShapeException if there is no whole piece with a next token
  static Dataset<Example> sequences(Tensor tokens, long length) {
    return sequences(tokens, length, length);
  }

  /// {@return pieces of a sequence, each with what comes next}
  ///
  /// ```text
  /// input  tokens[i step], ..., tokens[i step + length - 1]
  /// target tokens[i step + 1], ..., tokens[i step + length]
  /// ```
  ///
  /// What is left at the end is left out.
  ///
  /// @param tokens (n)
  /// @param length of a piece
  /// @param step from where one begins to where the next does
  /// @throws IllegalArgumentException if length or step is not 1 or more
  /// @throws ShapeException if there is no whole piece with a next token
  static Dataset<Example> sequences(Tensor tokens, long length, long step) {
    if (length < 1 || step < 1) {
      throw new IllegalArgumentException(
          "sequences need a length and a step of 1 or more; found %d and %d."
              .formatted(length, step));
    }
    if (tokens.rank() != 1 || tokens.size() <= length) {
      throw new ShapeException(
          "sequences of %d need a vector of %d tokens or more; found %s."
              .formatted(length, length + 1, tokens.type()));
    }
    return of(
        tokens.slice(0, 0, tokens.size() - 1).unfold(0, length, step),
        tokens.slice(0, 1).unfold(0, length, step));
  }

  /// {@return the items of a list, as it is now}
  static <T> Dataset<T> of(List<? extends T> items) {
    List<T> copy = List.copyOf(items);
    return new Dataset<>() {
      @Override
      public long size() {
        return copy.size();
      }

      @Override
      public T get(long index) {
        return copy.get(Math.toIntExact(index));
      }
    };
  }

  /// {@return the same with every item changed, anew whenever it is asked for}
  ///
  /// A [DataLoader] gives every item of every epoch a default stream of keys of its own: what draws
  /// from [Key#next] in here, such as a random crop, is the same for any number of workers.
  default <R> Dataset<R> map(Function<? super T, ? extends R> change) {
    var from = this;
    return new Dataset<>() {
      @Override
      public long size() {
        return from.size();
      }

      @Override
      public R get(long index) {
        return change.apply(from.get(index));
      }
    };
  }

  /// {@return these items, in this order}
  ///
  /// @throws IndexOutOfBoundsException if there is no such item
  default Dataset<T> subset(long... indices) {
    var chosen = Splits.checked(size(), indices);
    var from = this;
    return new Dataset<>() {
      @Override
      public long size() {
        return chosen.length;
      }

      @Override
      public T get(long index) {
        return from.get(chosen[Math.toIntExact(index)]);
      }
    };
  }

  /// {@return items `from` to `to`, the latter excluded}
  ///
  /// @throws IndexOutOfBoundsException if there are no such items
  default Dataset<T> range(long from, long to) {
    if (from < 0 || to < from || to > size()) {
      throw new IndexOutOfBoundsException(
          "range needs 0 <= from <= to <= %d; found %d to %d.".formatted(size(), from, to));
    }
    return subset(LongStream.range(from, to).toArray());
  }

  /// {@return parts of the items, one after another}
  ///
  /// @param shares how large each is, of all; they sum up to at most 1. Borders are rounded.
  /// @throws IllegalArgumentException if they are not such shares
  default List<Dataset<T>> split(double... shares) {
    return Splits.of(this, shares, LongStream.range(0, size()).toArray());
  }

  /// {@return parts of the items in an order that the key decides, so that no part has only what
  /// came first}
  ///
  /// @param shares how large each is, of all; they sum up to at most 1. Borders are rounded.
  /// @throws IllegalArgumentException if they are not such shares
  default List<Dataset<T>> split(Key key, double... shares) {
    return Splits.of(this, shares, Tensor.randperm(key, size()).toLongArray());
  }

  /// {@return the items of this and then those of another}
  default Dataset<T> concat(Dataset<? extends T> other) {
    var first = this;
    return new Dataset<>() {
      @Override
      public long size() {
        return Math.addExact(first.size(), other.size());
      }

      @Override
      public T get(long index) {
        return index < first.size() ? first.get(index) : other.get(index - first.size());
      }
    };
  }

  /// {@return the same with every item kept once it was asked for}. They must fit into memory, and
  /// what is random in them is drawn once.
  default Dataset<T> cached() {
    return new Cached<>(this);
  }
}
