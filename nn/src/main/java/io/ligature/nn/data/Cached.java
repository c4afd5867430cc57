package io.ligature.nn.data;

import java.util.concurrent.ConcurrentHashMap;

/// Items that are loaded once.
final class Cached<T> implements Dataset<T> {
  private final Dataset<T> from;
  private final ConcurrentHashMap<Long, T> known = new ConcurrentHashMap<>();

  Cached(Dataset<T> from) {
    this.from = from;
  }

  @Override
  public long size() {
    return from.size();
  }

  @Override
  public T get(long index) {
    return known.computeIfAbsent(index, from::get);
  }
}
