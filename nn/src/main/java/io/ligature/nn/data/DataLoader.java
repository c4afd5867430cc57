package io.ligature.nn.data;

import io.ligature.Device;
import io.ligature.Key;
import io.ligature.Tensor;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.function.Function;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/// Batches of the examples of a [Dataset], epoch by epoch.
///
/// ```text
/// for (var batch : new DataLoader(data, 32).shuffle(Key.of(0)).workers(4).epoch(0)) { ... }
/// ```
///
/// What an epoch gives follows from the data, the settings and the number of the epoch alone: not
/// from the epochs before, and not from the number of workers. Workers are virtual threads that
/// load some batches ahead; an iteration that is given up leaves nothing running.
///
/// Settings are for the time before the first epoch; then many threads may use one loader.
public final class DataLoader {
  private final long items;
  private final int size;
  private final Load load;
  private @Nullable Key order; // null for the order of the data
  private boolean dropLast;
  private int workers;
  private int prefetch;

  /// How the items of a batch become one.
  interface Load {
    Batch batch(long[] indices, Key keys);
  }

  /// Loads batches of examples. Inputs of a batch have one type and shape, and so have targets.
  ///
  /// @param size the number of examples in a batch; in the last of an epoch there may be fewer
  /// @throws IllegalArgumentException if the data has no items, or `size` is not 1 or more
  public DataLoader(Dataset<Example> data, int size) {
    this(
        data.size(),
        size,
        data instanceof Rows rows
            ? (indices, _) -> rows.batch(indices)
            : new Items<>(data, Stacking::of));
  }

  /// Loads batches of any items.
  ///
  /// @param size the number of items in a batch; in the last of an epoch there may be fewer
  /// @param collate makes a batch of the items, such as sentences of different lengths
  /// @throws IllegalArgumentException if the data has no items, or `size` is not 1 or more
  public static <T> DataLoader of(
      Dataset<T> data, int size, Function<? super List<T>, Batch> collate) {
    return new DataLoader(data.size(), size, new Items<>(data, (items, _) -> collate.apply(items)));
  }

  private DataLoader(long items, int size, Load load) {
    check(items >= 1, "A DataLoader needs data with items; found none.");
    check(size >= 1, "A DataLoader needs batches of 1 or more; found " + size + ".");
    this.items = items;
    this.size = size;
    this.load = load;
  }

  private static void check(boolean holds, String message) {
    if (!holds) {
      throw new IllegalArgumentException(message);
    }
  }

  // ---- settings

  /// Gives every epoch an order of its own, which this key decides.
  public DataLoader shuffle(Key key) {
    order = key;
    return this;
  }

  /// Leaves out the last batch of an epoch if it is smaller than the others.
  ///
  /// @throws IllegalArgumentException if no batch would be left
  public DataLoader dropLast() {
    check(
        items >= size,
        "dropLast leaves nothing of %d items in batches of %d. Take smaller batches."
            .formatted(items, size));
    dropLast = true;
    return this;
  }

  /// Loads on so many virtual threads at a time, ahead of the loop; 0, the default, loads in the
  /// loop. Loads two batches a worker ahead, unless [#prefetch] says otherwise.
  public DataLoader workers(int count) {
    check(count >= 0, "workers needs a number of 0 or more; found " + count + ".");
    workers = count;
    return this;
  }

  /// Loads at most so many batches ahead, where there are workers.
  public DataLoader prefetch(int batches) {
    check(batches >= 1, "prefetch needs a number of 1 or more; found " + batches + ".");
    prefetch = batches;
    return this;
  }

  // ---- what it gives

  /// {@return how many batches an epoch has}
  public long batches() {
    return dropLast ? items / size : Math.ceilDiv(items, size);
  }

  /// {@return how many items an epoch has}
  public long examples() {
    return dropLast ? batches() * size : items;
  }

  /// {@return the batches of an epoch}
  ///
  /// @param epoch its number, from 0
  /// @throws IllegalArgumentException if it is negative
  public Iterable<Batch> epoch(long epoch) {
    return epoch(epoch, 0);
  }

  /// {@return the batches of an epoch, without the first few}. Those are not loaded.
  ///
  /// @param epoch its number, from 0
  /// @param skip how many batches to leave out
  /// @throws IllegalArgumentException if a number is negative, or there are fewer batches
  public Iterable<Batch> epoch(long epoch, long skip) {
    check(epoch >= 0, "An epoch has a number of 0 or more; found " + epoch + ".");
    check(
        skip >= 0 && skip <= batches(),
        "An epoch of %d batches can leave out 0 to %d of them; found %d."
            .formatted(batches(), batches(), skip));
    return () -> iterator(epoch, skip);
  }

  private Iterator<Batch> iterator(long epoch, long skip) {
    var keys = (order == null ? Key.of(0) : order).fold(epoch);
    var indices = order(keys);
    return new Batches(
        skip,
        batches(),
        batch -> {
          long from = batch * size;
          var of =
              Arrays.copyOfRange(indices, (int) from, (int) Math.min(from + size, indices.length));
          return load.batch(of, keys.fold("item"));
        },
        workers,
        prefetch == 0 ? 2 * workers : prefetch,
        Device.current());
  }

  private long[] order(Key keys) {
    return order == null
        ? LongStream.range(0, items).toArray()
        : Tensor.randperm(keys.fold("order"), items).toLongArray();
  }

  /// {@return what decides the batches: two loaders of the same data that print the same give the
  /// same}
  @Override
  public String toString() {
    return "%d items in batches of %d%s%s"
        .formatted(
            items,
            size,
            dropLast ? ", the last dropped" : "",
            order == null ? "" : ", shuffled by " + order);
  }
}
