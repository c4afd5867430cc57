package io.ligature.nn;

import io.ligature.Tensor;
import java.util.Map;
import java.util.SequencedMap;

/// A way to compute a parameter from others, its parts, which are trained in its place, such as
/// [WeightNorm].
///
/// Each part is named by a suffix: `_g` of `weight` is `weight_g`.
public interface Parametrization {
  /// {@return the parts that give a value}. The suffixes are always the same.
  SequencedMap<String, Tensor> split(Tensor value);

  /// {@return the value that parts give}
  Tensor join(Map<String, Tensor> parts);
}
