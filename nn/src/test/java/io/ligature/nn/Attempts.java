package io.ligature.nn;

import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Calls with one number out of a good call's replaced by a doubtful one, and what came of them: a
/// line a call.
final class Attempts {
  private static final List<Number> WHOLES = List.of(-1L, 0L, 3L);
  private static final List<Number> REALS =
      List.of(-0.5, 0.0, 1.0, 2.0, Double.NaN, Double.POSITIVE_INFINITY);

  /// What a line says where something else than the caller's mistake was found.
  static final String BROKEN = "broke with ";

  private interface Call {
    Object with(Object... arguments) throws ReflectiveOperationException;
  }

  private final List<String> lines = new ArrayList<>();
  private final List<Executable> called = new ArrayList<>();

  List<String> lines() {
    return lines;
  }

  /// {@return what was called}
  List<Executable> called() {
    return called;
  }

  /// Makes an object.
  @SuppressWarnings("unchecked")
  <T> T make(Class<T> type, Object... good) {
    var constructor = fitting(Stream.of(type.getConstructors()), good);
    called.add(constructor);
    var result = attempt(type.getSimpleName(), ((Constructor<?>) constructor)::newInstance, good);
    return (T) result;
  }

  /// Calls a static method.
  Object call(Class<?> type, String name, Object... good) {
    var methods = Stream.of(type.getMethods()).filter(m -> m.getName().equals(name));
    var method = (Method) fitting(methods.filter(m -> Modifier.isStatic(m.getModifiers())), good);
    called.add(method);
    return attempt(type.getSimpleName() + "." + name, a -> method.invoke(null, a), good);
  }

  /// Calls a method of an object, a fresh one each time.
  Object set(Supplier<?> receiver, String name, Object... good) {
    return set(receiver.get().getClass(), receiver, name, good);
  }

  /// Calls a method of a public supertype.
  Object set(Class<?> type, Supplier<?> receiver, String name, Object... good) {
    var methods = Stream.of(type.getMethods()).filter(m -> m.getName().equals(name));
    var method = (Method) fitting(methods.filter(m -> !m.isBridge() && !m.isSynthetic()), good);
    called.add(method);
    return attempt(type.getSimpleName() + "." + name, a -> method.invoke(receiver.get(), a), good);
  }

  private static Executable fitting(Stream<? extends Executable> all, Object[] arguments) {
    var found = all.filter(executable -> fits(executable.getParameterTypes(), arguments)).toList();
    if (found.size() != 1) {
      throw new AssertionError(found.size() + " fit " + List.of(arguments) + ": " + found);
    }
    return found.getFirst();
  }

  private static boolean fits(Class<?>[] types, Object[] arguments) {
    if (types.length != arguments.length) {
      return false;
    }
    for (int i = 0; i < types.length; i++) {
      var boxed = java.lang.invoke.MethodType.methodType(types[i]).wrap().returnType();
      if (!boxed.isInstance(arguments[i])) {
        return false;
      }
    }
    return true;
  }

  private Object attempt(String label, Call call, Object[] good) {
    for (int i = 0; i < good.length; i++) {
      for (var doubtful : doubtful(good[i])) {
        var arguments = good.clone();
        arguments[i] = doubtful;
        lines.add(label + shown(arguments) + ": " + outcome(() -> call.with(arguments)));
      }
    }
    try {
      return call.with(good);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError(label + shown(good), e);
    }
  }

  private static List<Number> doubtful(Object good) {
    return switch (good) {
      case Long _ -> WHOLES;
      case Integer _ -> WHOLES.stream().<Number>map(Number::intValue).toList();
      case Double _ -> REALS;
      default -> List.of();
    };
  }

  private static String shown(Object[] arguments) {
    return Stream.of(arguments).map(Attempts::shown).collect(Collectors.joining(", ", "(", ")"));
  }

  private static String shown(Object argument) {
    return switch (argument) {
      case Number _, Boolean _, String _, Enum<?> _ -> argument.toString();
      default -> "a " + argument.getClass().getSimpleName().replaceAll("\\W.*", "");
    };
  }

  /// What somebody does who may be refused.
  interface Doubtful {
    Object run() throws Exception;
  }

  /// {@return the result in short, or the message of the refusal}
  static String outcome(Doubtful call) {
    try {
      var result = call.run();
      return result instanceof io.ligature.Tensor x ? "gives " + x.shape() : "is fine";
    } catch (InvocationTargetException e) {
      return refusal(e.getCause());
    } catch (Exception e) {
      return refusal(e);
    }
  }

  private static String refusal(Throwable e) {
    return e instanceof IllegalArgumentException
            || e instanceof IllegalStateException
            || e instanceof IndexOutOfBoundsException
        ? e.getMessage().replace("\n", " | ")
        : BROKEN + e;
  }
}
