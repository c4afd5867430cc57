package io.ligature;

import static io.ligature.Walk.at;
import static io.ligature.Walk.counted;
import static io.ligature.Walk.refused;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EinsumTest {
  /// Whole numbers as doubles, so that every order of summation gives the same.
  private static Tensor numbers(String extents, int plus) {
    var shape =
        extents.equals("-")
            ? Shape.of()
            : Shape.of(Arrays.stream(extents.split(" ")).mapToLong(Long::parseLong).toArray());
    return counted(shape).times(7).rem(11).minus(5).plus(plus);
  }

  /// The equation in plain letters, and what is to be computed if it is written otherwise.
  @ParameterizedTest(name = "{0} of {1}")
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '"',
      value = {
        "i->i; 3",
        "i->; 3",
        "->; -",
        ",->; - / -",
        ",i->i; - / 3",
        "ij->ji; 2 3",
        "ij->i; 2 3",
        "ij->j; 2 3",
        "ij->; 2 3",
        "ii->i; 3 3",
        "ii->; 3 3",
        "iii->i; 2 2 2",
        "iij->ij; 2 2 3",
        "iji->ji; 2 3 2",
        "ijij->ij; 2 3 2 3",
        "ijji->; 2 3 3 2",
        "i,i->i; 3 / 3",
        "i,i->; 3 / 3",
        "i,j->ij; 3 / 2",
        "i,j->ji; 3 / 2",
        "i,j->; 3 / 2",
        "ij,jk->ik; 2 3 / 3 4",
        "ij,jk->ki; 2 3 / 3 4",
        "ij,kj->ik; 2 3 / 4 3",
        "ij,jk->ijk; 2 3 / 3 4",
        "ij,jk->; 2 3 / 3 4",
        "ij,ij->ij; 2 3 / 2 3",
        "ij,ij->i; 2 3 / 2 3",
        "bij,bjk->bik; 5 2 3 / 5 3 4",
        "bij,bjk->ikb; 5 2 3 / 5 3 4",
        "bij,jk->bik; 5 2 3 / 3 4",
        "bhqd,bhkd->bhqk; 2 3 4 5 / 2 3 6 5",
        "abcd,dcbe->ae; 2 3 4 5 / 5 4 3 2",
        "ij,j->i; 2 3 / 3",
        "ii,i->i; 3 3 / 3",
        "ii,jj->ij; 2 2 / 3 3",
        "iij,jk->k; 2 2 3 / 3 2",
        "i,i,i->i; 3 / 3 / 3",
        "ij,jk,kl->il; 2 3 / 3 4 / 4 5",
        "ij,jk,kl->; 2 3 / 3 4 / 4 5",
        "a,ab,b->; 2 / 2 3 / 3",
        "ab,bc,ca->; 2 3 / 3 4 / 4 2",
        "ab,ac,ad->bcd; 2 3 / 2 2 / 2 4",
        "ij,jk->ik; 0 3 / 3 4",
        "ij,jk->ik; 2 0 / 0 4",
        "ij->; 2 0",
        "ii->i; 0 0",
        "ij,jk->ik; 1 1 / 1 1",
        "aB,Bc->ca; 2 3 / 3 2",
        "abcdefgh->hgfedcba; 2 1 2 1 2 1 2 1",
        "abcdefgh,hgab->cdef; 2 1 2 1 2 1 2 1 / 1 2 2 1"
      })
  void isTheSumOfProducts(String equation, String shapes) {
    var terms = equation.substring(0, equation.indexOf("->")).split(",", -1);
    var result = equation.substring(equation.indexOf("->") + 2);
    var parts = shapes.split(" / ", -1);
    var operands = new ArrayList<Tensor>();
    for (int i = 0; i < parts.length; i++) {
      operands.add(numbers(parts[i], i));
    }
    long variants = Walk.layouts(operands.getFirst()).count();
    for (int variant = 0; variant < variants; variant++) {
      int chosen = variant;
      var laid = new Tensor[parts.length];
      Arrays.setAll(
          laid,
          i -> {
            var layouts = Walk.layouts(operands.get(i)).toList();
            return layouts.get((chosen + i) % layouts.size());
          });
      check(equation, terms, result, laid);
    }
  }

  /// Against a loop over all letters.
  private static void check(String equation, String[] terms, String result, Tensor... operands) {
    Map<Character, Long> extents = new LinkedHashMap<>();
    for (int axis = 0; axis < result.length(); axis++) {
      extents.put(result.charAt(axis), 0L);
    }
    for (int i = 0; i < terms.length; i++) {
      for (int axis = 0; axis < terms[i].length(); axis++) {
        extents.put(terms[i].charAt(axis), operands[i].shape().get(axis));
      }
    }
    var letters = List.copyOf(extents.keySet());
    var all = Shape.of(extents.values().stream().mapToLong(Long::longValue).toArray());
    var shape = Shape.of(Arrays.copyOf(all.toArray(), result.length()));
    var expected = new double[(int) shape.size()];
    Walk.each(
        all,
        index -> {
          double product = 1;
          for (int i = 0; i < terms.length; i++) {
            var place = terms[i].chars().mapToLong(c -> index[letters.indexOf((char) c)]);
            product *= at(operands[i], place.toArray());
          }
          expected[(int) Walk.number(shape, Arrays.copyOf(index, shape.rank()))] += product;
        });
    var y = Tensor.einsum(equation, operands);
    Walk.check(equation, y, shape, i -> expected[(int) Walk.number(shape, i)]);
  }

  @ParameterizedTest(name = "{0} is {1}")
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '"',
      value = {
        "ij,jk; ij,jk->ik; 2 3 / 3 4",
        "ba; ba->ab; 2 3",
        "ii; ii->; 3 3",
        "i,i; i,i->; 3 / 3",
        "aB; aB->Ba; 2 3", // capitals come first
        " i j , j k -> i k ; ij,jk->ik; 2 3 / 3 4",
        "...; ab->ab; 2 3",
        "...->; ab->; 2 3",
        "...i->i...; abi->iab; 2 3 4",
        "...ij->...ji; abij->abji; 2 3 4 5",
        "i...->...; iab->ab; 2 3 4",
        "...ii->...i; aii->ai; 2 3 3",
        "...ii; aii->a; 2 3 3",
        "i...i->...; iabi->ab; 2 3 4 2",
        "...ij,...jk->...ik; bij,bjk->bik; 5 2 3 / 5 3 4",
        "...ij,...jk; bij,bjk->bik; 5 2 3 / 5 3 4",
        "...ij,jk->...ik; abij,jk->abik; 2 5 2 3 / 3 4",
        "...,...->...; ab,ab->ab; 2 3 / 2 3",
        "...,i->...i; ab,i->abi; 2 3 / 4",
        "i,...->...; i,ab->ab; 4 / 2 3",
        "...i,...i->...; abi,bi->ab; 2 3 4 / 3 4",
        "...i,...i->; abi,bi->; 2 3 4 / 3 4",
        "a...,...->a...; aij,ij->aij; 2 3 4 / 3 4",
        "ij...,jk...->ik...; ijb,jkb->ikb; 2 3 5 / 3 4 5",
        "...,->...; ab,->ab; 2 3 / -",
        "...i->...i; i->i; 3"
      })
  void canBeWrittenShorter(String equation, String plain, String shapes) {
    var parts = shapes.split(" / ", -1);
    var operands = new Tensor[parts.length];
    Arrays.setAll(operands, i -> numbers(parts[i], i));
    var expected = Tensor.einsum(plain, operands);
    var y = Tensor.einsum(equation, operands);
    assertEquals(expected.shape(), y.shape());
    assertArrayEquals(expected.toDoubleArray(), y.toDoubleArray());
  }

  @Test
  void theAxesOfAnEllipsisBroadcast() {
    var a = numbers("5 1 2 3", 0);
    var b = numbers("4 3 2", 1);
    var y = Tensor.einsum("...ij,...jk->...ik", a, b);
    assertEquals(Shape.of(5, 4, 2, 2), y.shape());
    assertArrayEquals(a.matmul(b).toDoubleArray(), y.toDoubleArray());
    assertArrayEquals(
        a.matmul(b).sum(0, 1).toDoubleArray(),
        Tensor.einsum("...ij,...jk->ik", a, b).toDoubleArray());
    var c = numbers("1 3", 0);
    var d = numbers("0 3", 0);
    assertEquals(Shape.of(0, 3), Tensor.einsum("...,...->...", c, d).shape());
  }

  @ParameterizedTest(name = "{0} and {1}")
  @CsvSource({
    "FLOAT32, FLOAT64, FLOAT64",
    "FLOAT16, FLOAT16, FLOAT32",
    "INT32, INT32, INT32",
    "BOOL, BOOL, INT64"
  })
  void typesArePromoted(DType a, DType b, DType expected) {
    var y = Tensor.einsum("i,i", Tensor.ones(a, 3), Tensor.ones(b, 3));
    assertEquals(expected, y.dtype());
    assertEquals(3, y.item());
  }

  @ParameterizedTest(name = "{0} of {1}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "ij->k | 2 3 | subscript 'k' of the result stands in no term.",
        "ij->ii | 2 3 | subscript 'i' stands twice in the result.",
        "ii | 2 3 | subscript 'i' has extent 2, and then 3 in f64[2, 3].",
        "ij,jk | 2 3 / 4 2 | subscript 'j' has extent 3, and then 4 in f64[4, 2].",
        "i | 2 3 | the term 'i' names 1 axes; found f64[2, 3]. Let ... stand for the others.",
        "ijk | 2 3 | the term 'ijk' names 3 axes; found f64[2, 3].",
        "...ijk | 2 3 | the term '...ijk' names 3 axes; found f64[2, 3].",
        "i,j | 2 | terms and tensors need to be equally many; found 2 and 1.",
        "i | 2 / 2 | terms and tensors need to be equally many; found 1 and 2.",
        "i->i->i | 2 | it has more than one ->.",
        "i1 | 2 3 | '1' is no subscript. Use letters, one ... a term, commas and ->.",
        "i..j | 2 3 | '.' is no subscript. Use letters, one ... a term, commas and ->.",
        "...i... | 2 3 | '.' is no subscript. Use letters, one ... a term, commas and ->.",
        "i->- | 2 | '-' is no subscript. Use letters, one ... a term, commas and ->.",
        "...,... | 2 / 3 | an axis of ... has extent 2, and then 3 in f64[3]."
      })
  void whatDoesNotFitIsRefused(String equation, String shapes, String why) {
    var parts = shapes.split(" / ", -1);
    var operands = new Tensor[parts.length];
    Arrays.setAll(operands, i -> numbers(parts[i], i));
    refused(
        ShapeException.class,
        "einsum '" + equation + "': " + why,
        () -> Tensor.einsum(equation, operands));
  }

  @Test
  void noTensorsAreTooFew() {
    refused(
        ShapeException.class,
        "einsum '': terms and tensors need to be equally many; found 1 and 0.",
        () -> Tensor.einsum(""));
  }

  /// Any other order would make a matrix of 10^10 elements.
  @Test
  void theSmallestProductComesFirst() {
    var a = Tensor.ones(DType.FLOAT64, 100_000);
    var b = a.times(2);
    assertEquals(2e10, Tensor.einsum("i,j,i,j->", a, b, a, a).item());
    assertEquals(2e5, Tensor.einsum("i,j,j->i", a, b, a).get(-1).item());
  }
}
