package io.ligature.nn.data;

import io.ligature.Key;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Batches whose items are loaded one by one, each with a default stream of keys of its own.
record Items<T>(Dataset<T> data, Collate<T> collate) implements DataLoader.Load {
  /// Makes a batch of items.
  interface Collate<T> {
    /// {@return the batch}
    ///
    /// @param indices the numbers of the items, for messages
    Batch of(List<T> items, long[] indices);
  }

  @Override
  public Batch batch(long[] indices, Key keys) {
    var items = new ArrayList<T>(indices.length);
    for (long index : indices) {
      items.add(keys.fold(index).with(() -> get(index)));
    }
    return batch(items, indices);
  }

  private Batch batch(List<T> items, long[] indices) {
    try {
      return collate.of(items, indices);
    } catch (DataException e) {
      throw e; // names its items
    } catch (RuntimeException e) {
      throw new DataException(
          "Items %s cannot be made a batch: %s".formatted(Arrays.toString(indices), e.getMessage()),
          e);
    }
  }

  private T get(long index) {
    T item;
    try {
      item = data.get(index);
    } catch (RuntimeException e) {
      throw new DataException("Item %d cannot be loaded: %s".formatted(index, e.getMessage()), e);
    }
    if (item == null) {
      throw new DataException("Item %d is null. Leave it out with subset.".formatted(index));
    }
    return item;
  }
}
