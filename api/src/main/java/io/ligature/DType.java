package io.ligature;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.stream.Collectors;

/// The element type of a tensor, known at run time.
///
/// FLOAT32, FLOAT64, INT32, INT64 and BOOL compute. FLOAT16, BFLOAT16, INT8 and UINT8 are stored,
/// cast, saved and loaded; arithmetic widens them first, to FLOAT32 and INT32.
public enum DType {
  /// IEEE 754 binary32, the default for real numbers.
  FLOAT32("f32", "F32", 4, Kind.FLOATING, true),
  /// IEEE 754 binary64.
  FLOAT64("f64", "F64", 8, Kind.FLOATING, true),
  /// Two's complement, 32 bits.
  INT32("i32", "I32", 4, Kind.INTEGRAL, true),
  /// Two's complement, 64 bits, the default for whole numbers.
  INT64("i64", "I64", 8, Kind.INTEGRAL, true),
  /// True or false, a byte each.
  BOOL("bool", "BOOL", 1, Kind.LOGICAL, true),
  /// IEEE 754 binary16.
  FLOAT16("f16", "F16", 2, Kind.FLOATING, false),
  /// The upper half of a binary32.
  BFLOAT16("bf16", "BF16", 2, Kind.FLOATING, false),
  /// Two's complement, 8 bits.
  INT8("i8", "I8", 1, Kind.INTEGRAL, false),
  /// Unsigned, 8 bits.
  UINT8("u8", "U8", 1, Kind.INTEGRAL, false);

  private enum Kind {
    LOGICAL,
    INTEGRAL,
    FLOATING
  }

  private final String label;
  private final String fileName;
  private final int bytes;
  private final Kind kind;
  private final boolean computes;

  DType(String label, String fileName, int bytes, Kind kind, boolean computes) {
    this.label = label;
    this.fileName = fileName;
    this.bytes = bytes;
    this.kind = kind;
    this.computes = computes;
  }

  /// {@return the short name that messages and printing use, such as `f32`}
  public String label() {
    return label;
  }

  /// {@return the name in safetensors headers, such as `F32`}
  public String fileName() {
    return fileName;
  }

  /// {@return the size of an element in bytes}
  public int bytes() {
    return bytes;
  }

  /// {@return whether this is a type of real numbers}
  public boolean isFloating() {
    return kind == Kind.FLOATING;
  }

  /// {@return whether this is a type of whole numbers; BOOL is not}
  public boolean isIntegral() {
    return kind == Kind.INTEGRAL;
  }

  /// {@return whether kernels compute in this type, rather than only store it}
  public boolean computes() {
    return computes;
  }

  /// {@return the type that arithmetic on this one uses: itself, FLOAT32 for the halves, INT32 for
  /// the bytes}
  public DType widened() {
    if (computes) {
      return this;
    }
    return isFloating() ? FLOAT32 : INT32;
  }

  /// Whether a tensor of this type can hold a number.
  ///
  /// Real types hold every number, rounded, beyond their range as an infinity; whole types whole
  /// numbers in their range; BOOL 0 and 1.
  ///
  /// @return whether it can
  public boolean holds(Number number) {
    if (isFloating()) {
      return true;
    }
    if (!isWhole(number)) {
      return false;
    }
    long value = number.longValue();
    return switch (this) {
      case BOOL -> value == 0 || value == 1;
      case UINT8 -> value >= 0 && value <= 255;
      case INT8 -> value == (byte) value;
      case INT32 -> value == (int) value;
      default -> true;
    };
  }

  private static boolean isWhole(Number number) {
    if (number instanceof Integer || number instanceof Long) {
      return true;
    }
    if (number instanceof BigInteger big) {
      return big.bitLength() < Long.SIZE;
    }
    double value = number.doubleValue();
    return value == Math.rint(value) && value >= -0x1p63 && value < 0x1p63;
  }

  /// The type of a result that mixes two: the smallest that holds both kinds and both widths.
  ///
  /// Within a kind, as the array API standard says. Across kinds, which the standard leaves open,
  /// BOOL gives way to whole numbers and whole numbers to the real type that stands beside them, as
  /// in PyTorch.
  ///
  /// @see <a
  ///   href="https://data-apis.org/array-api/latest/API_specification/type_promotion.html">Array
  ///   API standard, type promotion rules</a>
  public static DType promote(DType a, DType b) {
    if (a == b) {
      return a;
    }
    if (a.kind != b.kind) {
      return a.kind.compareTo(b.kind) > 0 ? a : b;
    }
    if (a.bytes != b.bytes) {
      return a.bytes > b.bytes ? a : b;
    }
    return a.widened(); // f16 with bf16, i8 with u8: neither holds the other
  }

  /// {@return the type with this label or file name}
  ///
  /// @throws DTypeException if there is none; lists all
  public static DType of(String name) {
    for (var dtype : values()) {
      if (dtype.label.equals(name) || dtype.fileName.equals(name) || dtype.name().equals(name)) {
        return dtype;
      }
    }
    throw new DTypeException(
        "There is no dtype '%s'. Use one of %s."
            .formatted(
                name, Arrays.stream(values()).map(DType::label).collect(Collectors.joining(", "))));
  }

  /// {@return the label}
  @Override
  public String toString() {
    return label;
  }
}
