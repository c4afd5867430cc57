package io.ligature.spi;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ErfTest {
  @ParameterizedTest(name = "of {0} is {1}") // computed with 40 digits
  @CsvSource({
    "1e-300, 1.1283791670955126e-300",
    "1e-8, 1.1283791670955126e-08",
    "0.1, 0.1124629160182849",
    "0.3, 0.3286267594591274",
    "0.46875, 0.49261347321793797",
    "0.47, 0.4937450508860821",
    "0.5, 0.5204998778130465",
    "0.8, 0.7421009647076605",
    "1.0, 0.8427007929497149",
    "1.5, 0.9661051464753108",
    "2.0, 0.9953222650189527",
    "2.5, 0.999593047982555",
    "3.0, 0.9999779095030014",
    "3.9, 0.9999999652077514",
    "4.0, 0.9999999845827421",
    "4.1, 0.9999999932999724",
    "5.0, 0.9999999999984626",
    "5.8, 0.9999999999999998",
    "-0.7, -0.6778011938374184",
    "-3.0, -0.9999779095030014",
    "6.5, 1",
    "Infinity, 1",
    "-Infinity, -1",
    "NaN, NaN",
    "-0.0, -0.0",
  })
  void hasFifteenDigits(double x, double expected) {
    assertEquals(expected, Erf.erf(x), Double.isNaN(expected) ? 1 : 1e-15 * Math.abs(expected));
  }

  @Test
  void isOddAndGrows() {
    double before = -1;
    for (double x = -7; x <= 7; x += 1.0 / 64) {
      assertEquals(-Erf.erf(x), Erf.erf(-x));
      assertEquals(Math.max(before, Erf.erf(x)), Erf.erf(x));
      before = Erf.erf(x);
    }
  }
}
