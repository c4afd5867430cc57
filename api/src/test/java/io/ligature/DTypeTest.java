package io.ligature;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.math.BigInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class DTypeTest {
  /// Every pair, as a reader of the array API standard would fill the table in; beyond it, reals
  /// win over whole numbers and those over bool.
  private static final String PROMOTION =
      """
      .    bool i8   u8   i32  i64  f16  bf16 f32  f64
      bool bool i8   u8   i32  i64  f16  bf16 f32  f64
      i8   i8   i8   i32  i32  i64  f16  bf16 f32  f64
      u8   u8   i32  u8   i32  i64  f16  bf16 f32  f64
      i32  i32  i32  i32  i32  i64  f16  bf16 f32  f64
      i64  i64  i64  i64  i64  i64  f16  bf16 f32  f64
      f16  f16  f16  f16  f16  f16  f16  f32  f32  f64
      bf16 bf16 bf16 bf16 bf16 bf16 f32  bf16 f32  f64
      f32  f32  f32  f32  f32  f32  f32  f32  f32  f64
      f64  f64  f64  f64  f64  f64  f64  f64  f64  f64
      """;

  @Test
  void promotionFollowsTheTable() {
    var rows = PROMOTION.lines().map(row -> row.split(" +")).toList();
    assertEquals(DType.values().length + 1, rows.size());
    for (var row : rows.subList(1, rows.size())) {
      for (int column = 1; column < row.length; column++) {
        var other = rows.get(0)[column];
        assertEquals(
            row[column],
            DType.promote(DType.of(row[0]), DType.of(other)).label(),
            row[0] + " with " + other);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void everyNameFindsItsType(DType dtype) {
    assertEquals(dtype, DType.of(dtype.label()));
    assertEquals(dtype, DType.of(dtype.fileName()));
    assertEquals(dtype, DType.of(dtype.name()));
  }

  @Test
  void anUnknownNameIsAnsweredWithAllNames() {
    var error = assertThrows(DTypeException.class, () -> DType.of("f128"));
    assertEquals(
        "There is no dtype 'f128'. Use one of f32, f64, i32, i64, bool, f16, bf16, i8, u8.",
        error.getMessage());
  }

  @ParameterizedTest
  @CsvSource({
    "f32, f32",
    "f64, f64",
    "i32, i32",
    "i64, i64",
    "bool, bool",
    "f16, f32",
    "bf16, f32",
    "i8, i32",
    "u8, i32"
  })
  void whatIsOnlyStoredIsWidenedToCompute(String stored, String widened) {
    assertEquals(DType.of(widened), DType.of(stored).widened());
    assertEquals(stored.equals(widened), DType.of(stored).computes());
  }

  @ParameterizedTest(name = "{0} holds {1} to {2}")
  @CsvSource({
    "bool, 0, 1",
    "u8, 0, 255",
    "i8, -128, 127",
    "i32, -2147483648, 2147483647",
    "i64, -9223372036854775808, 9223372036854775807"
  })
  void wholeTypesHoldTheirRangeAndNoMore(String name, BigInteger lowest, BigInteger highest) {
    var dtype = DType.of(name);
    assertTrue(dtype.holds(lowest));
    assertTrue(dtype.holds(highest));
    assertFalse(dtype.holds(lowest.subtract(BigInteger.ONE)));
    assertFalse(dtype.holds(highest.add(BigInteger.ONE)));
  }

  @Test
  void wholeTypesHoldNoFractions() {
    assertTrue(DType.INT32.holds(2.0));
    assertTrue(DType.INT32.holds((byte) 2));
    assertFalse(DType.INT32.holds(2.5f));
    assertFalse(DType.INT64.holds(new BigDecimal("0.5")));
    assertFalse(DType.INT64.holds(Double.NaN));
    assertFalse(DType.INT64.holds(Double.POSITIVE_INFINITY));
    assertFalse(DType.INT64.holds(0x1p63)); // which a cast would saturate
    assertTrue(DType.INT64.holds(-0x1p63));
  }

  @ParameterizedTest
  @EnumSource(names = {"FLOAT32", "FLOAT64", "FLOAT16", "BFLOAT16"})
  void realTypesHoldEveryNumber(DType dtype) {
    assertTrue(dtype.holds(1e300));
    assertTrue(dtype.holds(Double.NaN));
    assertTrue(dtype.holds(BigInteger.TEN.pow(400)));
  }

  @Test
  void boolIsNeitherRealNorWhole() {
    assertFalse(DType.BOOL.isFloating());
    assertFalse(DType.BOOL.isIntegral());
    assertTrue(DType.UINT8.isIntegral());
    assertTrue(DType.BFLOAT16.isFloating());
  }
}
