package io.ligature.spi;

import io.ligature.Key;
import io.ligature.op.Op;

/// The fifteen kernels that make a complete backend.
///
/// Rules for all of them: shapes and types have been checked; operands of elementwise kernels have
/// the output's shape (broadcasting is a stride of 0); inputs are never changed; every element of
/// the output is written; an output is contiguous unless said otherwise and overlaps no input,
/// except that an elementwise kernel's output may be the very view of an input. NaN propagates
/// through every arithmetic kernel. Results do not depend on the number of threads.
public abstract class Kernels {
  /// For subclasses.
  protected Kernels() {}

  /// Writes one value everywhere; `out` may be strided.
  ///
  /// @param value a Double for real types, a Long for the others (BOOL: 0 or 1)
  public abstract void fill(Number value, View out);

  /// Copies elements, converting them if the types differ; both views may be strided.
  ///
  /// From real to whole numbers: towards zero, NaN to 0, saturating. Between whole numbers: the low
  /// bits. To BOOL: whether it is not 0. To narrower reals: nearest, ties to even. To the same
  /// type: bit by bit, NaN too.
  public abstract void copy(View x, View out);

  /// Writes `start + i step` where `i` is the index along `axis`, computed in double or long.
  public abstract void iota(Number start, Number step, int axis, View out);

  /// Writes the words of [Philox]: element `i` of INT32 is word `i`, of INT64 word `2i` (low) and
  /// `2i + 1`.
  public abstract void randomBits(Key key, View out);

  /// Computes a function of one operand.
  public abstract void unary(Op.Unary op, View x, View out);

  /// Computes a function of two operands of one type.
  public abstract void binary(Op.Binary op, View a, View b, View out);

  /// Compares two operands of one type into BOOL; with NaN only NE is true.
  public abstract void compare(Op.Compare op, View a, View b, View out);

  /// Writes `a` where the BOOL `condition` is true, else `b`.
  public abstract void where(View condition, View a, View b, View out);

  /// Reduces the given axes, ascending and counted from the front, which `out` keeps with extent 1.
  ///
  /// An empty sum is 0, an empty product 1; MAX and MIN never come empty. On BOOL only MAX (any;
  /// empty: false) and MIN (all; empty: true) come.
  public abstract void reduce(Op.Reduction kind, int[] axes, View x, View out);

  /// Writes the INT64 index of the first largest or smallest element along an axis, which `out`
  /// keeps with extent 1; a NaN counts as the extreme.
  public abstract void argReduce(Op.ArgReduction kind, int axis, View x, View out);

  /// Writes running reductions along an axis, each including its own element.
  public abstract void scan(Op.Reduction kind, int axis, View x, View out);

  /// Multiplies matrices: `a` (batch..., m, k) by `b` (batch..., k, n) into `out` (batch..., m, n).
  public abstract void matmul(View a, View b, View out);

  /// Writes `x` at the same index, except that along `axis` the INT64 `index` says where.
  ///
  /// `index` and `out` have one shape, which is that of `x` but for `axis`. Indices are within
  /// range.
  public abstract void gather(int axis, View x, View index, View out);

  /// Writes or adds `updates` into `out`, which already holds the base, at the same index, except
  /// that along `axis` the INT64 `index` says where. Duplicates happen in row-major order of
  /// `index`.
  public abstract void scatter(Op.ScatterMode mode, int axis, View index, View updates, View out);

  /// Sorts along an axis, stably, NaN last when ascending and first when descending.
  ///
  /// @param indices INT64, where each value came from
  public abstract void sort(int axis, boolean descending, View x, View values, View indices);
}
