package io.ligature.nn;

import io.ligature.Tensor;

/// What a block returns that has more than one result: a record with the main one among others.
///
/// @param <R> the record
public interface Outcome<R extends Outcome<R>> {
  /// {@return the main result, which hooks see}
  Tensor output();

  /// {@return these results with another main one}
  R withOutput(Tensor output);
}
