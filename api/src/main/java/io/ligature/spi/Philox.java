package io.ligature.spi;

/// Philox4x32-10, the counter-based generator behind every random number.
///
/// ```text
/// (w0, w1, w2, w3) = philox(key, block)      word i of a stream is w(i mod 4) of block i / 4
/// ```
///
/// A pure function of key and position: every backend, with any number of threads, computes the
/// same bits.
///
/// @see <a href="https://doi.org/10.1145/2063384.2063405">Salmon, Moraes, Dror and Shaw (2011),
///   Parallel random numbers: as easy as 1, 2, 3</a>
public final class Philox {
  private static final int M0 = 0xD2511F53;
  private static final int M1 = 0xCD9E8D57;
  private static final int W0 = 0x9E3779B9; // golden ratio
  private static final int W1 = 0xBB67AE85; // sqrt(3) - 1

  private Philox() {}

  /// Writes the four words of a block into `words`.
  ///
  /// @param key the 64-bit key
  /// @param block the lower half of the 128-bit counter; the upper half is 0
  public static void block(long key, long block, int[] words) {
    block(key, (int) block, (int) (block >>> 32), 0, 0, words);
  }

  static void block(long key, int c0, int c1, int c2, int c3, int[] words) {
    int k0 = (int) key;
    int k1 = (int) (key >>> 32);
    for (int round = 0; round < 10; round++) {
      long p0 = (M0 & 0xFFFFFFFFL) * (c0 & 0xFFFFFFFFL);
      long p1 = (M1 & 0xFFFFFFFFL) * (c2 & 0xFFFFFFFFL);
      c0 = (int) (p1 >>> 32) ^ c1 ^ k0;
      c1 = (int) p1;
      c2 = (int) (p0 >>> 32) ^ c3 ^ k1;
      c3 = (int) p0;
      k0 += W0;
      k1 += W1;
    }
    words[0] = c0;
    words[1] = c1;
    words[2] = c2;
    words[3] = c3;
  }

  /// {@return the 64-bit word at a position: words 2i and 2i + 1 of the stream, the first one low}
  public static long word64(long key, long position) {
    var words = new int[4];
    block(key, position >>> 1, words);
    int at = (position & 1) == 0 ? 0 : 2;
    return (words[at] & 0xFFFFFFFFL) | ((long) words[at + 1] << 32);
  }
}
