package io.ligature;

import io.ligature.op.Op;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/// Sums of products, written with a letter for each index.
///
/// ```text
/// "ij,jk->ik"      yᵢₖ = Σⱼ aᵢⱼ bⱼₖ
/// ```
///
/// Letters are labels of axes. The axes that `...` stands for get negative labels, -1 the last, so
/// that terms are aligned at their end.
final class Einsum {
  private final String equation;
  private final Map<Integer, Long> extents = new HashMap<>();
  private int unnamed; // how many axes ... stands for at most

  private Einsum(String equation) {
    this.equation = equation;
  }

  static Tensor of(String equation, Tensor... operands) {
    return new Einsum(equation).compute(operands);
  }

  private Tensor compute(Tensor... operands) {
    var sides = equation.replace(" ", "").split("->", -1);
    var terms = sides[0].split(",", -1);
    if (sides.length > 2) {
      throw error("it has more than one ->.");
    }
    if (operands.length != terms.length) {
      throw error(
          "terms and tensors need to be equally many; found %d and %d."
              .formatted(terms.length, operands.length));
    }
    var labels = new ArrayList<List<Integer>>();
    for (int i = 0; i < terms.length; i++) {
      labels.add(labels(terms[i], operands[i]));
    }
    var result = sides.length == 2 ? named(sides[1]) : implied(labels);
    return contract(factors(labels, operands), result).arranged(result);
  }

  // ---- reading

  private List<Integer> labels(String term, Tensor x) {
    int letters = term.replace("...", "").length();
    boolean open = term.contains("...");
    int others = x.rank() - letters;
    var labels = parse(term, others);
    if (others < 0 || (others > 0 && !open)) {
      throw error(
          "the term '%s' names %d axes; found %s.%s"
              .formatted(
                  term, letters, x.type(), others > 0 ? " Let ... stand for the others." : ""));
    }
    unnamed = Math.max(unnamed, others);
    for (int axis = 0; axis < labels.size(); axis++) {
      measure(labels.get(axis), x.shape().get(axis), x);
    }
    return labels;
  }

  private List<Integer> parse(String term, int others) {
    var labels = new ArrayList<Integer>();
    boolean open = false;
    for (int i = 0; i < term.length(); i++) {
      char letter = term.charAt(i);
      if (term.startsWith("...", i) && !open) {
        for (int label = -others; label < 0; label++) {
          labels.add(label);
        }
        open = true;
        i += 2;
      } else if ((letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z')) {
        labels.add((int) letter);
      } else {
        throw error(
            "'%s' is no subscript. Use letters, one ... a term, commas and ->.".formatted(letter));
      }
    }
    return labels;
  }

  /// Letters need one extent; the axes of `...` broadcast.
  private void measure(int label, long extent, Tensor x) {
    var known = extents.putIfAbsent(label, extent);
    if (known == null || known == extent) {
      return;
    }
    if (label < 0 && known == 1) {
      extents.put(label, extent);
    } else if (label >= 0 || extent != 1) {
      throw error(
          "%s has extent %d, and then %d in %s."
              .formatted(
                  label < 0 ? "an axis of ..." : "subscript '" + (char) label + "'",
                  known,
                  extent,
                  x.type()));
    }
  }

  private long extent(int label) {
    return Objects.requireNonNull(extents.get(label));
  }

  private List<Integer> named(String result) {
    var labels = parse(result, unnamed);
    var seen = new HashSet<Integer>();
    for (int label : labels) {
      if (!extents.containsKey(label)) {
        throw error("subscript '%c' of the result stands in no term.".formatted((char) label));
      }
      if (!seen.add(label)) {
        throw error("subscript '%c' stands twice in the result.".formatted((char) label));
      }
    }
    return labels;
  }

  /// Without `->`: the axes of `...`, then the letters that occur once, in alphabetical order.
  private List<Integer> implied(List<List<Integer>> terms) {
    var count = new TreeMap<Integer, Integer>();
    for (var term : terms) {
      for (int label : term) {
        count.merge(label, 1, Integer::sum);
      }
    }
    var once = new ArrayList<Integer>();
    count.forEach(
        (label, times) -> {
          if (label < 0 || times == 1) {
            once.add(label);
          }
        });
    return once;
  }

  // ---- computing

  private List<Contraction> factors(List<List<Integer>> labels, Tensor... operands) {
    var dtype = operands[0].dtype();
    for (var x : operands) {
      dtype = DType.promote(dtype, x.dtype());
    }
    var factors = new ArrayList<Contraction>();
    for (int i = 0; i < operands.length; i++) {
      var x = operands[i].to(Arithmetic.computing(Op.Domain.NUMBER, dtype));
      factors.add(distinct(x, labels.get(i)));
    }
    return factors;
  }

  /// A repeated letter is a diagonal. An axis of `...` that others broadcast is left out.
  private Contraction distinct(Tensor x, List<Integer> labels) {
    for (int axis = 0; axis < labels.size(); axis++) {
      int label = labels.get(axis);
      int first = labels.indexOf(label);
      if (first < axis) {
        var rest = without(without(labels, axis), first);
        rest.add(label);
        return distinct(x.diagonal(0, first, axis), rest);
      }
      if (label < 0 && x.shape().get(axis) != extent(label)) {
        return distinct(x.squeeze(axis), without(labels, axis));
      }
    }
    return new Contraction(x, labels);
  }

  private static List<Integer> without(List<Integer> labels, int axis) {
    var rest = new ArrayList<Integer>(labels.subList(0, axis));
    rest.addAll(labels.subList(axis + 1, labels.size()));
    return rest;
  }

  /// Two by two, the pair with the smallest product first.
  private static Contraction contract(List<Contraction> factors, List<Integer> result) {
    var open = new ArrayList<Contraction>();
    for (int i = 0; i < factors.size(); i++) {
      open.add(factors.get(i).sum(needed(factors, result, i, i)));
    }
    while (open.size() > 1) {
      int a = 0;
      int b = 1;
      double least = Double.POSITIVE_INFINITY;
      for (int i = 0; i < open.size(); i++) {
        for (int j = i + 1; j < open.size(); j++) {
          double size = productSize(open.get(i), open.get(j), needed(open, result, i, j));
          if (size < least) {
            least = size;
            a = i;
            b = j;
          }
        }
      }
      var kept = needed(open, result, a, b);
      var second = open.remove(b);
      open.set(a, open.get(a).with(second, kept));
    }
    return open.getFirst();
  }

  private static Collection<Integer> needed(
      List<Contraction> factors, List<Integer> result, int a, int b) {
    var needed = new HashSet<>(result);
    for (int i = 0; i < factors.size(); i++) {
      if (i != a && i != b) {
        needed.addAll(factors.get(i).labels());
      }
    }
    return needed;
  }

  private static double productSize(Contraction a, Contraction b, Collection<Integer> kept) {
    double size = 1;
    for (int label : a.labels()) {
      size *= kept.contains(label) ? a.extent(label) : 1;
    }
    for (int label : b.labels()) {
      size *= kept.contains(label) && !a.labels().contains(label) ? b.extent(label) : 1;
    }
    return size;
  }

  private ShapeException error(String why) {
    return new ShapeException("einsum '%s': %s".formatted(equation, why));
  }
}
