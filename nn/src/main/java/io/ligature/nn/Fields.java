package io.ligature.nn;

import java.lang.reflect.Field;
import java.lang.reflect.GenericArrayType;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.lang.reflect.WildcardType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The fields of blocks that may hold members: those of superclasses first, in declaration order.
///
/// Static and transient fields hold none, nor does the reference of an inner class to the outer
/// one. A local variable that an anonymous block uses is a field of it, with the variable's name.
final class Fields {
  private static final List<Class<?>> MEMBERS = List.of(Block.class, Parameter.class, Buffer.class);
  private static final List<Class<?>> CONTAINERS =
      List.of(Collection.class, Map.class, Optional.class, AtomicReference.class);
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

  /// Refuses an unreadable field that by its type may hold members, unless they were registered by
  /// hand.
  void refuseUnless(boolean isRegistered, Block block) {
    if (!isRegistered && mayHold(field.getGenericType(), new HashSet<>())) {
      throw new IllegalStateException(closed(block));
    }
  }

  /// Refuses to copy a block with an unreadable field that may hold or point to members: the copy's
  /// would still be the original's.
  void refuseCopy(Block block) {
    if (isOwner(field)
        ? mayHold(field.getGenericType(), new HashSet<>())
        : pointsToMember(field.getType())) {
      throw new IllegalStateException(
          "%s cannot be copied: its field '%s' cannot be pointed to a copy, because %s"
              .formatted(block.getClass().getName(), name, remedy()));
    }
  }

  private String closed(Object in) {
    return ("The field '%s' of %s cannot be read, because %s Or register the member under the"
            + " field's name with child(\"%s\", block), param(..) or buffer(..) in the constructor"
            + " of %s. If it holds no member, make it transient.")
        .formatted(
            name,
            field.getDeclaringClass().getName(),
            remedy(),
            name,
            in.getClass().getSimpleName());
  }

  private String remedy() {
    var owner = field.getDeclaringClass();
    var reader = Fields.class.getModule();
    return "module %s does not open its package. Write `opens %s%s;` in its module-info."
        .formatted(
            owner.getModule().getName(),
            owner.getPackageName(),
            reader.isNamed() ? " to " + reader.getName() : "");
  }

  /// {@return whether a field of this type may hold a member}. An Object may, and so may a
  /// `UnaryOperator<Tensor>`, which a block is.
  ///
  /// @param seen types that ask already: a record may hold its own kind
  private static boolean mayHold(Type type, Set<Type> seen) {
    if (!seen.add(type)) {
      return false;
    }
    return switch (type) {
      case Class<?> c when c.isArray() -> mayHold(c.getComponentType(), seen);
      case Class<?> c when c.isRecord() ->
          mayHold(
              Arrays.stream(c.getRecordComponents()).map(RecordComponent::getGenericType), seen);
      case Class<?> c -> isMember(c) || isContainer(c);
      case ParameterizedType p ->
          isMember(p.getRawType())
              || (isContainer(p.getRawType())
                  && mayHold(Arrays.stream(p.getActualTypeArguments()), seen));
      case WildcardType w -> mayHold(Arrays.stream(w.getUpperBounds()), seen);
      case TypeVariable<?> v -> mayHold(Arrays.stream(v.getBounds()), seen);
      case GenericArrayType a -> mayHold(a.getGenericComponentType(), seen);
      default -> false;
    };
  }

  private static boolean mayHold(Stream<Type> types, Set<Type> seen) {
    return types.anyMatch(type -> mayHold(type, seen));
  }

  private static boolean isMember(Type type) {
    return type instanceof Class<?> c
        && MEMBERS.stream().anyMatch(m -> m.isAssignableFrom(c) || c.isAssignableFrom(m));
  }

  private static boolean isContainer(Type type) {
    return type instanceof Class<?> c
        && (c.isRecord()
            || CONTAINERS.stream().anyMatch(container -> container.isAssignableFrom(c)));
  }

  private static boolean pointsToMember(Class<?> type) {
    return type.isArray()
        ? pointsToMember(type.getComponentType())
        : MEMBERS.stream().anyMatch(member -> member.isAssignableFrom(type));
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
