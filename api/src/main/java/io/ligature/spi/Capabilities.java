package io.ligature.spi;

import io.ligature.DType;
import io.ligature.op.Family;
import java.util.HashSet;
import java.util.Set;

/// What a backend declares of itself. Whatever it does not declare, api refuses or works around
/// before the backend is called.
///
/// @param dtypes the element types its kernels compute in: FLOAT32, INT32, INT64 and BOOL at least,
///   without which there are neither random numbers nor models
/// @param strided the kernel families that take any layout of their inputs; for the others api
///   copies strided inputs first. COPY always must.
public record Capabilities(Set<DType> dtypes, Set<Family> strided) {
  /// Copies the sets.
  public Capabilities {
    dtypes = Set.copyOf(dtypes);
    strided = Set.copyOf(strided);
  }

  /// {@return every computing type, every layout}
  public static Capabilities all() {
    var computing = new HashSet<DType>(); // an EnumSet would reflect, which start-up pays for
    for (var dtype : DType.values()) {
      if (dtype.computes()) {
        computing.add(dtype);
      }
    }
    return new Capabilities(computing, Set.of(Family.values()));
  }
}
