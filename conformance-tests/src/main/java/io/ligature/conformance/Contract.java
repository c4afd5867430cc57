package io.ligature.conformance;

import io.ligature.DType;
import io.ligature.Shape;
import io.ligature.spi.View;
import java.util.Arrays;

/// What holds for every call of a kernel.
final class Contract {
  private Contract() {}

  /// Fails unless something holds.
  @SuppressWarnings("AnnotateFormatMethod") // the annotation would be a dependency
  static void that(boolean holds, String kernel, String words, Object... arguments) {
    if (!holds) {
      throw new AssertionError(kernel + ": " + words.formatted(arguments));
    }
  }

  static void inputs(String kernel, View... inputs) {
    for (int i = 0; i < inputs.length; i++) {
      within(kernel, "input " + i, inputs[i]);
    }
  }

  /// Outputs are contiguous and lie over no input and no other output.
  ///
  /// @param sameAllowed whether one may be the very view of an input
  static void outputs(String kernel, View[] inputs, View[] outputs, boolean sameAllowed) {
    for (int i = 0; i < outputs.length; i++) {
      var out = outputs[i];
      within(kernel, "output " + i, out);
      that(out.layout().isContiguous(), kernel, "output %d is not contiguous: %s", i, out.layout());
      apart(kernel, inputs, out, sameAllowed);
      for (int j = 0; j < i; j++) {
        that(!out.overlaps(outputs[j]), kernel, "outputs %d and %d overlap", j, i);
      }
    }
  }

  static void apart(String kernel, View[] inputs, View out, boolean sameAllowed) {
    for (var input : inputs) {
      boolean same = sameAllowed && out.isSame(input);
      that(
          same || !out.overlaps(input),
          kernel,
          "the result %s lies over the operand %s",
          out.layout(),
          input.layout());
    }
  }

  private static void within(String kernel, String what, View view) {
    var storage = view.storage();
    var layout = view.layout();
    that(!storage.isReleased(), kernel, "%s was released", what);
    boolean inside =
        layout.size() == 0 || (layout.lowest() >= 0 && layout.highest() < storage.length());
    that(
        inside,
        kernel,
        "%s, %s, reaches %d to %d of a storage of %d elements",
        what,
        layout,
        layout.lowest(),
        layout.highest(),
        storage.length());
  }

  static void dtype(String kernel, DType wanted, View... views) {
    for (var view : views) {
      that(view.dtype() == wanted, kernel, "needs operands of %s; found %s", wanted, view.dtype());
    }
  }

  static void shape(String kernel, Shape wanted, View... views) {
    for (var view : views) {
      that(
          view.shape().equals(wanted),
          kernel,
          "needs the shape %s; found %s",
          wanted,
          view.shape());
    }
  }

  static void axis(String kernel, int axis, View view) {
    that(axis >= 0 && axis < view.layout().rank(), kernel, "axis %d of %s", axis, view.shape());
  }

  static void notEmpty(String kernel, View out) {
    that(
        out.layout().size() > 0,
        kernel,
        "is called for a result without elements, %s",
        out.shape());
  }

  static View[] views(View... views) {
    return Arrays.copyOf(views, views.length);
  }
}
