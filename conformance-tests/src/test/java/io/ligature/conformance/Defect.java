package io.ligature.conformance;

import io.ligature.op.Op;
import io.ligature.spi.Backend;
import io.ligature.spi.Kernels;
import io.ligature.spi.Layout;
import io.ligature.spi.View;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.function.UnaryOperator;

/// Something that a backend does wrong, and which group of the kit finds it.
///
/// @param words what is wrong
/// @param group the group of [BackendConformance]
/// @param op a pattern of the operations that are wrong; the group's failure names one of these
/// @param wrong makes a right backend wrong
record Defect(String words, Class<?> group, String op, UnaryOperator<Backend> wrong) {
  /// Changes results when the kernel is done.
  @FunctionalInterface
  interface Spoil {
    /// Changes `out`.
    ///
    /// @param in the operands as they were, in row-major order
    /// @param out the right result, in row-major order, to be changed
    void spoil(Op op, Cells[] in, Cells out);
  }

  /// A kernel that calls the right one differently.
  static Defect call(Class<?> group, String op, String words, Intercepted.Between between) {
    return new Defect(
        words,
        group,
        op,
        right -> {
          var wrong =
              new Intercepted(
                  right::kernels,
                  (asked, in, out, kernel) -> {
                    if (asked.label().matches(op)) {
                      between.call(asked, in, out, kernel);
                    } else {
                      kernel.accept(in, out);
                    }
                  });
          return new DelegatingBackend(() -> right) {
            @Override
            public Kernels kernels() {
              return wrong;
            }
          };
        });
  }

  /// A kernel that sees its operands laid out otherwise.
  static Defect layout(Class<?> group, String op, String words, UnaryOperator<Layout> edit) {
    return call(
        group,
        op,
        words,
        (_, in, out, right) ->
            right.accept(
                Arrays.stream(in).map(x -> x.with(edit.apply(x.layout()))).toArray(View[]::new),
                out));
  }

  /// A kernel whose results come out changed.
  static Defect result(Class<?> group, String op, String words, Spoil spoil) {
    return call(
        group,
        op,
        words,
        (asked, in, out, right) -> {
          var operands = Arrays.stream(in).map(Defect::read).toArray(Cells[]::new);
          right.accept(in, out);
          var last = out[out.length - 1];
          var cells = read(last);
          spoil.spoil(asked, operands, cells);
          write(last, cells);
        });
  }

  /// {@return the elements of a view in row-major order}
  static Cells read(View view) {
    var all = storage(view);
    var cells = Cells.of(view.dtype(), (int) view.layout().size());
    for (int i = 0; i < cells.length(); i++) {
      cells.bits()[i] = all.bits()[(int) view.layout().index(i)];
    }
    return cells;
  }

  /// Writes the elements of a view.
  static void write(View view, Cells cells) {
    var all = storage(view);
    for (int i = 0; i < cells.length(); i++) {
      all.bits()[(int) view.layout().index(i)] = cells.bits()[i];
    }
    view.storage().write(0, all.length(), all.segment());
  }

  private static Cells storage(View view) {
    int n = (int) view.storage().length();
    var segment = MemorySegment.ofArray(new long[n + 1]);
    view.storage().read(0, n, segment);
    return Cells.of(view.dtype(), n, segment);
  }

  @Override
  public String toString() {
    return group.getSimpleName() + " " + words;
  }
}
