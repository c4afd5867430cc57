package io.ligature.autograd;

import java.util.function.Supplier;

/// Whether this thread records operations: yes, unless the innermost [#with] says no.
final class Recording {
  private static final ScopedValue<Boolean> ON = ScopedValue.newInstance();

  private Recording() {}

  static boolean isOn() {
    return !ON.isBound() || ON.get();
  }

  static <T> T with(boolean on, Supplier<? extends T> work) {
    return ScopedValue.where(ON, on).call(work::get);
  }

  static void with(boolean on, Runnable work) {
    ScopedValue.where(ON, on).run(work);
  }
}
