package io.ligature.nn;

import io.ligature.DType;
import io.ligature.Device;
import io.ligature.Tensor;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Blocks one after the other.
///
/// ```text
/// y = block_n(... block_1(block_0(x)))
/// ```
///
/// A block that stands in several places is computed at each, and has one set of parameters.
public class Sequential extends Block implements Iterable<Block> {
  private transient Block[] places; // registered by name, each at its place
  private transient String[] names;

  /// Chains blocks, named 0, 1, ...
  @SuppressWarnings("this-escape") // see below
  public Sequential(Block... blocks) {
    this(numbered(blocks.length), blocks.clone());
  }

  @SuppressWarnings("this-escape") // registering runs no code of subclasses
  private Sequential(String[] names, Block[] places) {
    this.names = names;
    this.places = places;
    for (int i = 0; i < places.length; i++) {
      child(names[i], Objects.requireNonNull(places[i], "The block '" + names[i] + "' is null."));
    }
  }

  private static String[] numbered(int count) {
    var names = new String[count];
    for (int i = 0; i < count; i++) {
      names[i] = Integer.toString(i);
    }
    return names;
  }

  /// {@return a chain of blocks with names of their own}
  ///
  /// @throws IllegalArgumentException if a name is empty, has a dot, or stands twice
  @SafeVarargs
  public static Sequential of(Map.Entry<String, ? extends Block>... blocks) {
    var names = new String[blocks.length];
    var places = new Block[blocks.length];
    for (int i = 0; i < blocks.length; i++) {
      names[i] = blocks[i].getKey();
      places[i] = blocks[i].getValue();
    }
    return new Sequential(names, places);
  }

  /// {@return a chain of new blocks}
  ///
  /// @param times how many, 0 or more
  /// @throws IllegalArgumentException if it is negative
  public static Sequential repeat(int times, Supplier<? extends Block> block) {
    if (times < 0) {
      throw new IllegalArgumentException("repeat needs a count of 0 or more; found " + times + ".");
    }
    var places = new Block[times];
    for (int i = 0; i < times; i++) {
      places[i] = block.get();
    }
    return new Sequential(numbered(times), places);
  }

  /// {@return the number of places; a block counts at each of its own}
  public final int size() {
    return places.length;
  }

  /// {@return the block at a place; -1 is the last}
  ///
  /// @throws IndexOutOfBoundsException if there is no such place
  public final Block get(int place) {
    int counted = place < 0 ? place + places.length : place;
    if (counted < 0 || counted >= places.length) {
      throw new IndexOutOfBoundsException(
          "There is no block %d in a Sequential of size %d.".formatted(place, places.length));
    }
    return places[counted];
  }

  /// {@return the block at a place, which has a known class; -1 is the last}
  ///
  /// @throws IndexOutOfBoundsException if there is no such place
  /// @throws ClassCastException if it is of another class; names both
  public final <B extends Block> B get(int place, Class<B> type) {
    var block = get(place);
    if (!type.isInstance(block)) {
      throw new ClassCastException(
          "Block %d is a %s and not a %s."
              .formatted(place, block.getClass().getSimpleName(), type.getSimpleName()));
    }
    return type.cast(block);
  }

  /// {@return the block with a name}
  ///
  /// @throws IllegalArgumentException if there is none; lists the names
  public final Block get(String name) {
    return block(name);
  }

  /// {@return the blocks place by place}
  @Override
  public final Iterator<Block> iterator() {
    return List.of(places).iterator();
  }

  @Override
  protected Tensor forward(Tensor x) {
    int i = 0;
    try {
      while (i < places.length) {
        var both = i + 1 < places.length ? asOne(places[i], places[i + 1], x) : null;
        x = both == null ? places[i].apply(x) : both;
        i += both == null ? 1 : 2;
      }
      return x;
    } catch (RuntimeException e) {
      Trail.at(names[i], e);
      throw e;
    }
  }

  private static @Nullable Tensor asOne(Block block, Block next, Tensor x) {
    return block instanceof Linear linear ? linear.applyWith(next, x) : null;
  }

  @Override
  void replaced(String name, Object member) {
    for (int i = 0; i < names.length; i++) {
      if (names[i].equals(name)) {
        places[i] = (Block) member;
      }
    }
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
}
