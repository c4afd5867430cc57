package io.ligature.nn;

import java.lang.reflect.Field;
import java.lang.reflect.GenericArrayType;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.WildcardType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The fields of blocks that may hold members: those of superclasses first, in declaration order.
///
/// Static and transient fields hold none, nor does the reference of an inner class to the outer
/// one. A local variable that an anonymous block uses is a field of it, with the variable's name.
final class Fields {
  private static final ClassValue<List<Fields>> OWNERS = byClass(true);
  private static final ClassValue<List<Fields>> POINTERS = byClass(false);

  private final Field field;
  private final String name;
  private final boolean readable;

  private Fields(Field field) {
    this.field = field;
    this.name = field.isSynthetic() ? field.getName().replace("val$", "") : field.getName();
    this.readable = open(field);
  }

  private static boolean open(Field field) {
    try {
      field.setAccessible(true);
      return true;
    } catch (InaccessibleObjectException _) {
      return false;
    }
  }

  /// {@return the fields that may hold members}
  static List<Fields> of(Class<?> block) {
    return OWNERS.get(block);
  }

  /// {@return the fields that may point to what others own}
  static List<Fields> pointers(Class<?> block) {
    return POINTERS.get(block);
  }

  private static ClassValue<List<Fields>> byClass(boolean owners) {
    return new ClassValue<>() {
      @Override
      protected List<Fields> computeValue(Class<?> type) {
        return List.copyOf(read(type, owners));
      }
    };
  }

  private static List<Fields> read(Class<?> type, boolean owners) {
    if (type == Block.class) {
      return new ArrayList<>();
    }
    var fields = read(type.getSuperclass(), owners);
    for (var field : type.getDeclaredFields()) {
      boolean refers = !field.getType().isPrimitive() && !Modifier.isStatic(field.getModifiers());
      if (refers && isOwner(field) == owners) {
        fields.add(new Fields(field));
      }
    }
    return fields;
  }

  private static boolean isOwner(Field field) {
    return !Modifier.isTransient(field.getModifiers())
        && !(field.isSynthetic() && field.getName().startsWith("this$"));
  }

  String name() {
    return name;
  }

  Class<?> type() {
    return field.getType();
  }

  boolean isReadable() {
    return readable;
  }

  @Nullable Object get(Object from) {
    try {
      return field.get(from);
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(closed(from), e);
    }
  }

  /// Replaces what the field refers to, also if it is final.
  void set(Object in, Object value) {
    try {
      field.set(in, value);
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(
          ("The final field %s.%s cannot be pointed to a copy on this JVM. Make it non-final, or"
                  + " run with --enable-final-field-mutation=%s.")
              .formatted(
                  field.getDeclaringClass().getName(),
                  field.getName(),
                  Fields.class.getModule().isNamed() ? "io.ligature.nn" : "ALL-UNNAMED"),
          e);
    }
  }

  /// Refuses an unreadable field that holds members by its type, unless they were registered by
  /// hand.
  void refuseUnless(boolean isRegistered, Block block) {
    if (!isRegistered && mentionsMembers(field.getGenericType())) {
      throw new IllegalStateException(closed(block));
    }
  }

  private String closed(Object in) {
    var owner = field.getDeclaringClass();
    return ("The field '%s' of %s cannot be read, because module %s does not open its package."
            + " Write `opens %s to io.ligature.nn;` in its module-info, or register the member"
            + " under the field's name with child(\"%s\", block), param(..) or buffer(..) in"
            + " the constructor of %s.")
        .formatted(
            name,
            owner.getName(),
            owner.getModule().getName(),
            owner.getPackageName(),
            name,
            in.getClass().getSimpleName());
  }

  private static boolean mentionsMembers(Type type) {
    return switch (type) {
      case Class<?> c when c.isArray() -> mentionsMembers(c.getComponentType());
      case Class<?> c -> Slot.class.isAssignableFrom(c) || Block.class.isAssignableFrom(c);
      case ParameterizedType p ->
          Arrays.stream(p.getActualTypeArguments()).anyMatch(Fields::mentionsMembers);
      case WildcardType w -> Arrays.stream(w.getUpperBounds()).anyMatch(Fields::mentionsMembers);
      case GenericArrayType a -> mentionsMembers(a.getGenericComponentType());
      default -> false;
    };
  }

  /// {@return the components of a record that may hold members}
  static Map<String, @Nullable Object> components(Record record) {
    var parts = new LinkedHashMap<String, @Nullable Object>();
    for (var component : record.getClass().getRecordComponents()) {
      if (!component.getType().isPrimitive()) {
        try {
          var accessor = component.getAccessor();
          accessor.setAccessible(true);
          parts.put(component.getName(), accessor.invoke(record));
        } catch (IllegalAccessException
            | InvocationTargetException
            | InaccessibleObjectException _) {
          return Map.of(); // a record of someone else's
        }
      }
    }
    return parts;
  }
}
