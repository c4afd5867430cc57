package io.ligature;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Locale;
import org.junit.jupiter.api.Test;

class PrintingTest {
  private static void assertPrints(String expected, Tensor x) {
    assertEquals(expected, x.toString());
  }

  @Test
  void realNumbersHaveFourDigits() {
    assertPrints("[1.0000, 2.5000, 3.1416]", Tensor.of(1f, 2.5f, 3.14159f));
  }

  @Test
  void aScalarIsItsNumber() {
    assertPrints("3.5000", Tensor.of(3.5f));
    assertPrints("7", Tensor.of(7L));
    assertPrints("true", Tensor.of(true));
  }

  @Test
  void columnsAreAligned() {
    assertPrints(
        """
        [[  1.0000,  -2.0000],
         [100.0000,   0.5000]]\
        """,
        Tensor.of(new float[][] {{1, -2}, {100, 0.5f}}));
    assertPrints("[[ true, false],\n [false,  true]]", Tensor.eye(DType.BOOL, 2, 2));
  }

  @Test
  void matricesAreParted() {
    assertPrints(
        """
        [[[0, 1],
          [2, 3]],

         [[4, 5],
          [6, 7]]]\
        """,
        Tensor.arange(8).reshape(2, 2, 2));
  }

  @Test
  void onlyUnusualTypesAreNamed() {
    assertPrints("[1] (i32)", Tensor.of(new int[] {1}));
    assertPrints("[1.0000] (f64)", Tensor.of(new double[] {1}));
    assertPrints("[1.0000] (f16)", Tensor.ones(DType.FLOAT16, 1));
    assertPrints("[1] (u8)", Tensor.ones(DType.UINT8, 1));
    assertPrints("[1]", Tensor.of(new long[] {1}));
    assertPrints("[true]", Tensor.of(new boolean[] {true}));
  }

  @Test
  void aTrackedTensorSaysSo() {
    assertPrints("[1.0000] (tracked)", Tensor.ones(1).requireGrad());
    assertPrints("1.0000 (f64, tracked)", Tensor.of(1.0).requireGrad());
  }

  @Test
  void magnitudesFarApartAreScientific() {
    assertPrints("[1.0000e+00, 1.0000e+04]", Tensor.of(1f, 10_000f));
    assertPrints("[1.0000e-05]", Tensor.of(new float[] {1e-5f}));
    assertPrints("[1.0000e+09]", Tensor.of(new float[] {1e9f}));
    assertPrints("[   0.0000, 1000.0000,    1.0000]", Tensor.of(0f, 1000f, 1f));
  }

  @Test
  void specialValuesHaveNames() {
    float inf = Float.POSITIVE_INFINITY;
    assertPrints("[    nan,     inf,    -inf, -0.0000]", Tensor.of(Float.NaN, inf, -inf, -0f));
  }

  @Test
  void wholeNumbersShowAllDigits() {
    assertPrints("[                   1, -9223372036854775808]", Tensor.of(1L, Long.MIN_VALUE));
  }

  @Test
  void longRowsAreBroken() {
    assertPrints(
        """
        [1000, 1001, 1002, 1003, 1004, 1005, 1006, 1007, 1008, 1009, 1010, 1011, 1012,
         1013, 1014, 1015]\
        """,
        Tensor.arange(1000, 1016));
  }

  @Test
  void aThousandElementsArePrintedWhole() {
    var text = Tensor.arange(1000).toString();
    assertTrue(text.contains("500"));
    assertEquals(1000, text.split(",").length);
  }

  @Test
  void moreAreAbridgedAndTellTheirType() {
    assertPrints("[   0,    1,    2, ...,  998,  999, 1000] (i64[1001])", Tensor.arange(1001));
    assertPrints(
        """
        [[   0,    1,    2, ...,   97,   98,   99],
         [ 100,  101,  102, ...,  197,  198,  199],
         [ 200,  201,  202, ...,  297,  298,  299],
         ...,
         [1700, 1701, 1702, ..., 1797, 1798, 1799],
         [1800, 1801, 1802, ..., 1897, 1898, 1899],
         [1900, 1901, 1902, ..., 1997, 1998, 1999]] (i64[20, 100])\
        """,
        Tensor.arange(2000).reshape(20, 100));
  }

  @Test
  void shortAxesAreNotAbridged() {
    assertPrints(
        """
        [[   0,    1,    2, ...,  597,  598,  599],
         [ 600,  601,  602, ..., 1197, 1198, 1199]] (i64[2, 600])\
        """,
        Tensor.arange(1200).reshape(2, 600));
  }

  @Test
  void onlyWhatShowsDecidesTheFormat() {
    var x = Tensor.ones(2000);
    x.set(1000, 1e9);
    assertPrints("[1.0000, 1.0000, 1.0000, ..., 1.0000, 1.0000, 1.0000] (f32[2000])", x);
  }

  @Test
  void emptyTensorsShowTheirShape() {
    assertPrints("[] (f32[0, 3])", Tensor.zeros(0, 3));
  }

  @Test
  void viewsPrintTheirElements() {
    var x = Tensor.arange(6).reshape(2, 3);
    assertPrints("[[0, 3],\n [1, 4],\n [2, 5]]", x.t());
    assertPrints("[5, 4, 3]", x.get(1).slice(0, Tensor.OPEN, Tensor.OPEN, -1));
    assertPrints("[4, 4]", x.get(1, 1).expand(Shape.of(2)));
  }

  @Test
  void aDryTensorShowsItsType() {
    assertPrints("f32[2, 3] (dry)", Device.DRY.with(() -> Tensor.zeros(2, 3)));
  }

  @Test
  void aReleasedTensorSaysSo() {
    var x = Tensor.zeros(2);
    var view = x.reshape(1, 2);
    x.close();
    assertPrints("f32[2] (its memory was released)", x);
    assertPrints("f32[1, 2] (its memory was released)", view);
  }

  @Test
  void theLocaleDoesNotMatter() {
    var before = Locale.getDefault();
    try {
      Locale.setDefault(Locale.GERMANY);
      assertPrints("[1.5000]", Tensor.of(new float[] {1.5f}));
    } finally {
      Locale.setDefault(before);
    }
  }

  @Test
  void severalAxesArePartedByAsManyLines() {
    assertPrints(
        """
        [[[[0]],

          [[1]]],


         [[[2]],

          [[3]]]]\
        """,
        Tensor.arange(4).reshape(2, 2, 1, 1));
    assertPrints("[[[[[[[[7]]]]]]]]", Tensor.of(7L).reshape(1, 1, 1, 1, 1, 1, 1, 1));
  }

  @Test
  void slicesPrintWhatTheyHold() {
    var x = Tensor.arange(DType.FLOAT64, 0, 3000, 1);
    assertPrints("[2999.0000, 1999.0000,  999.0000] (f64)", x.slice(0, -1, Tensor.OPEN, -1000));
    assertPrints("[] (f64[0])", x.slice(0, 5, 5));
    assertPrints("[[0, 4]]", Tensor.arange(9).reshape(3, 3).diagonal().slice(0, 0, 2).unsqueeze(0));
  }

  @Test
  void zerosAndNotANumberAloneAreNotScientific() {
    assertPrints("[0.0000, 0.0000]", Tensor.zeros(2));
    assertPrints("[nan]", Tensor.of(new float[] {Float.NaN}));
    assertPrints("[1.0000e-01, 1.0000e+02, 1.0100e+03]", Tensor.of(0.1f, 100f, 1010f));
    assertPrints("65504.0000 (f16)", Tensor.of(65504f).to(DType.FLOAT16));
  }
}
