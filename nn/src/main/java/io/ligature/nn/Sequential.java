package io.ligature.nn;

import io.ligature.DType;
import io.ligature.Device;
import io.ligature.Tensor;
import java.util.Iterator;
import java.util.Map;
import java.util.function.Supplier;

/// Blocks one after the other.
@SuppressWarnings("DoNotCallSuggester") // a skeleton for now
public class Sequential extends Block implements Iterable<Block> {
  private Block[] places;

  /// Chains blocks, named 0, 1, ...; one that stands in several places is used, and trained, as
  /// one.
  public Sequential(Block... blocks) {
    places = blocks.clone();
  }

  /// {@return a chain of named blocks}
  @SafeVarargs
  public static Sequential of(Map.Entry<String, ? extends Block>... blocks) {
    throw new UnsupportedOperationException();
  }

  /// {@return a chain of new blocks}
  public static Sequential repeat(int times, Supplier<? extends Block> block) {
    throw new UnsupportedOperationException();
  }

  /// {@return the number of places}
  public int size() {
    return places.length;
  }

  /// {@return the block at a place; -1 is the last}
  ///
  /// @throws IndexOutOfBoundsException if there is no such place
  public Block get(int place) {
    return places[place];
  }

  /// {@return the block at a place, of a known class}
  public <B extends Block> B get(int place, Class<B> type) {
    return type.cast(get(place));
  }

  @Override
  public Iterator<Block> iterator() {
    return java.util.List.of(places).iterator();
  }

  @Override
  public Sequential to(Device device) {
    super.to(device);
    return this;
  }

  @Override
  public Sequential to(DType dtype) {
    super.to(dtype);
    return this;
  }

  @Override
  public Sequential copy() {
    return (Sequential) super.copy();
  }

  @Override
  protected Tensor forward(Tensor x) {
    for (var block : places) {
      x = block.apply(x);
    }
    return x;
  }
}
