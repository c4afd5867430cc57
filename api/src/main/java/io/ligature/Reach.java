package io.ligature;

import io.ligature.spi.Storage;
import java.lang.reflect.RecordComponent;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The memory that can be reached from what a scope returns.
final class Reach {
  private Reach() {}

  /// Adds the storages of every tensor in an object, and of what the gradients of these need.
  static void storages(@Nullable Object from, Set<Storage> to) {
    switch (from) {
      case null -> {}
      case Tensor tensor -> tensor(tensor, to);
      case Params params -> params.toMap().values().forEach(tensor -> tensor(tensor, to));
      case Object[] array -> {
        for (var element : array) {
          storages(element, to);
        }
      }
      case Map<?, ?> map ->
          map.forEach(
              (key, value) -> {
                storages(key, to);
                storages(value, to);
              });
      case Iterable<?> several -> several.forEach(element -> storages(element, to));
      case Optional<?> optional -> optional.ifPresent(value -> storages(value, to));
      case Record record -> {
        for (var component : record.getClass().getRecordComponents()) {
          storages(read(record, component), to);
        }
      }
      default -> {} // holds no tensor that we know of; using one that it hides will say so
    }
  }

  private static void tensor(Tensor tensor, Set<Storage> to) {
    to.add(tensor.view().storage());
    var history = tensor.history();
    if (history != null) {
      Dispatch.engine().visitSaved(history, saved -> to.add(saved.view().storage()));
    }
  }

  private static @Nullable Object read(Record record, RecordComponent component) {
    var accessor = component.getAccessor();
    try {
      if (accessor.trySetAccessible()) {
        return accessor.invoke(record);
      }
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(
          "Memory.scope cannot read %s of the record it returns".formatted(component), e);
    }
    return null;
  }
}
