package io.ligature.spi;

import java.util.function.BiFunction;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The layer that a thread is inside of, and the layers around it: for backends whose errors come
/// late, when the thread is somewhere else.
///
/// Nothing is noted before a backend calls [#want]. A note costs one small object a layer; the path
/// is put together only if somebody asks for it.
public final class Inside {
  private static final ThreadLocal<@Nullable Inside> CURRENT = new ThreadLocal<>();
  private static volatile boolean wanted;

  private final Object layer;
  private final @Nullable Inside outer;
  private final BiFunction<Object, Object, @Nullable String> names;

  private Inside(
      Object layer, @Nullable Inside outer, BiFunction<Object, Object, @Nullable String> names) {
    this.layer = layer;
    this.outer = outer;
    this.names = names;
  }

  /// Asks for notes from now on.
  public static void want() {
    wanted = true;
  }

  /// {@return whether somebody asked for notes}
  public static boolean isWanted() {
    return wanted;
  }

  /// {@return where this thread is; null outside layers}
  public static @Nullable Inside current() {
    return wanted ? CURRENT.get() : null;
  }

  /// {@return what some work returns, which is done inside a layer}
  ///
  /// @param names the name of a layer (the second) in the one around it (the first), or null if it
  ///   has none there
  public static <T> T of(
      Object layer, BiFunction<Object, Object, @Nullable String> names, Supplier<T> work) {
    var outer = CURRENT.get();
    CURRENT.set(new Inside(layer, outer, names));
    try {
      return work.get();
    } finally {
      CURRENT.set(outer);
    }
  }

  /// {@return the path of the layer, such as `0.hidden`; empty for the outermost}
  public String path() {
    if (outer == null) {
      return "";
    }
    var around = outer.path();
    var name = names.apply(outer.layer, layer);
    if (name == null) {
      return around;
    }
    return around.isEmpty() ? name : around + "." + name;
  }
}
