package io.ligature.nn.optim.schedule;

import java.util.Arrays;

/// What schedules refuse.
final class Ranges {
  private Ranges() {}

  static void atLeast(String what, String name, long least, long value) {
    if (value < least) {
      throw new IllegalArgumentException(
          "%s needs %s of %d or more; found %d.".formatted(what, name, least, value));
    }
  }

  static void factor(String what, String name, double value) {
    if (!(value >= 0 && value < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "%s needs a finite %s of 0 or more; found %s.".formatted(what, name, value));
    }
  }

  static void divisor(String what, String name, double value) {
    if (!(value > 0 && value < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "%s needs a finite %s above 0; found %s.".formatted(what, name, value));
    }
  }

  static void ascending(String what, long[] milestones) {
    boolean ascend = milestones.length > 0 && milestones[0] >= 1;
    for (int i = 1; i < milestones.length; i++) {
      ascend &= milestones[i - 1] < milestones[i];
    }
    if (!ascend) {
      throw new IllegalArgumentException(
          "%s needs milestones of 1 or more that ascend; found %s."
              .formatted(what, Arrays.toString(milestones)));
    }
  }

  /// {@return how many of them are at most `t`}
  static long countUpTo(long[] ascending, long t) {
    return Arrays.stream(ascending).takeWhile(at -> at <= t).count();
  }
}
