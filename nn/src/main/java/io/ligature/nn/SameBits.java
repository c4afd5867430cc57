package io.ligature.nn;

import io.ligature.Tensor;
import java.lang.foreign.Arena;

/// Compares tensors bit by bit, so that NaN equals itself.
final class SameBits {
  private static final long CHUNK = 1 << 16;

  private SameBits() {}

  /// {@return whether two tensors of one type have the same bits in every element}
  static boolean test(Tensor a, Tensor b) {
    if (!a.type().equals(b.type())) {
      return false;
    }
    var left = a.contiguous().view();
    var right = b.contiguous().view();
    try (var arena = Arena.ofConfined()) {
      var x = arena.allocate(CHUNK * a.dtype().bytes());
      var y = arena.allocate(CHUNK * a.dtype().bytes());
      for (long done = 0; done < a.size(); done += CHUNK) {
        long count = Math.min(CHUNK, a.size() - done);
        left.storage().read(left.layout().offset() + done, count, x);
        right.storage().read(right.layout().offset() + done, count, y);
        long bytes = count * a.dtype().bytes();
        if (x.asSlice(0, bytes).mismatch(y.asSlice(0, bytes)) >= 0) {
          return false;
        }
      }
    }
    return true;
  }
}
