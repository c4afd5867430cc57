package io.ligature.nn.metric;

/// What `merge` refuses.
final class Merging {
  private Merging() {}

  /// {@return the other, as one of the same kind}
  static <M extends Metric> M same(Class<M> type, Metric other) {
    if (!type.isInstance(other)) {
      throw new IllegalArgumentException(
          "%s merges with its like; found %s."
              .formatted(type.getSimpleName(), other.getClass().getSimpleName()));
    }
    return type.cast(other);
  }

  static void equal(String type, String setting, Object mine, Object theirs) {
    if (!mine.equals(theirs)) {
      throw new IllegalArgumentException(
          "%s merges with one of the same %s; found %s and %s."
              .formatted(type, setting, mine, theirs));
    }
  }
}
