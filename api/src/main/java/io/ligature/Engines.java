package io.ligature;

import io.ligature.spi.GradientEngine;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;

/// The gradient engine, looked for when the first tracked tensor is used; without it, forward still
/// works.
final class Engines {
  private record Search(@Nullable GradientEngine found, @Nullable Throwable failure) {}

  private static final Search SEARCH = search();
  static final @Nullable GradientEngine FOUND = SEARCH.found;

  private Engines() {}

  /// {@return the error of whoever needs gradients where nothing computes them}
  static GradientException missing() {
    var why = SEARCH.failure;
    if (why == null) {
      return new GradientException(
          "Gradients need the autograd module. Add io.ligature:ligature-autograd to the class path"
              + " or the module path.");
    }
    var error =
        new GradientException(
            "Gradients need the autograd module, and what is there cannot be used: %s. Repair it, or use io.ligature:ligature-autograd in the version of io.ligature:ligature-api."
                .formatted(Discovery.explain(why)));
    error.initCause(why);
    return error;
  }

  private static Search search() {
    try {
      var found = first(Dispatch.class.getClassLoader());
      if (found == null) {
        found = first(Thread.currentThread().getContextClassLoader());
      }
      return new Search(found, null);
    } catch (ServiceConfigurationError | LinkageError e) {
      return new Search(null, e);
    }
  }

  private static @Nullable GradientEngine first(@Nullable ClassLoader loader) {
    var engines = ServiceLoader.load(GradientEngine.class, loader).iterator();
    return engines.hasNext() ? engines.next() : null;
  }
}
