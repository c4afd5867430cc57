package io.ligature.nn;

import io.ligature.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.BinaryOperator;
import java.util.function.Function;

/// Blocks side by side on the same input, and their results joined.
///
/// ```text
/// y = join(... join(block_0(x), block_1(x)) ..., block_n(x))
/// ```
///
/// ```text
/// new Parallel(Tensor::plus, new Linear(8, 4), new Linear(8, 4))
/// ```
///
/// A block that stands in several places is computed at each, and has one set of parameters.
public class Parallel extends Block {
  private final Function<List<Tensor>, Tensor> join;
  private transient Block[] places; // registered by name, each at its place

  /// Puts blocks side by side, named 0, 1, ...
  ///
  /// @param join makes one of the results so far and the next
  /// @param blocks one or more
  /// @throws IllegalArgumentException if there is none
  public Parallel(BinaryOperator<Tensor> join, Block... blocks) {
    this("Parallel", results -> results.stream().reduce(join).orElseThrow(), blocks);
  }

  @SuppressWarnings("this-escape") // registering runs no code of subclasses
  Parallel(String name, Function<List<Tensor>, Tensor> join, Block... blocks) {
    if (blocks.length == 0) {
      throw new IllegalArgumentException(name + " needs 1 block or more; found none.");
    }
    this.join = join;
    places = blocks.clone();
    for (int i = 0; i < places.length; i++) {
      child(
          Integer.toString(i), Objects.requireNonNull(places[i], "The block '" + i + "' is null."));
    }
  }

  @Override
  protected Tensor forward(Tensor x) {
    var results = new ArrayList<Tensor>(places.length);
    for (int i = 0; i < places.length; i++) {
      results.add(at(i, x));
    }
    return join.apply(results);
  }

  private Tensor at(int place, Tensor x) {
    try {
      return places[place].apply(x);
    } catch (RuntimeException e) {
      Trail.at(Integer.toString(place), e);
      throw e;
    }
  }

  @Override
  void replaced(String name, Object member) {
    places[Integer.parseInt(name)] = (Block) member;
  }
}
