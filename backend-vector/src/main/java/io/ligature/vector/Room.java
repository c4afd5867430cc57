package io.ligature.vector;

import io.ligature.DType;
import io.ligature.Shape;
import io.ligature.spi.HeapStorage;
import io.ligature.spi.Layout;
import io.ligature.spi.View;

/// An array for intermediate results, of undefined contents, that goes back to the pool.
final class Room implements AutoCloseable {
  private final HeapStorage storage;

  private Room(HeapStorage storage) {
    this.storage = storage;
  }

  /// {@return room for `size` FLOAT32 elements where a view lies}
  static Room of(View like, long size) {
    return new Room(HeapStorage.allocate(like.storage().device(), DType.FLOAT32, size));
  }

  float[] array() {
    return storage.floats();
  }

  /// {@return it as a tensor of this shape}
  View view(Shape shape) {
    return new View(storage, Layout.rowMajor(shape));
  }

  @Override
  public void close() {
    storage.release("it was an intermediate result");
  }
}
