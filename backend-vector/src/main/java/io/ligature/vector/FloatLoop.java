package io.ligature.vector;

/// A loop over whole vectors of FLOAT32 elements side by side: a function, or part of one.
///
/// The compiler keeps vectors in registers only where it sees the function in the loop, and only
/// while that is short. So the longer functions are several loops, one after the other, over a
/// piece that stays in the first cache. They are called through this interface, all from one place,
/// so that the compiler does not make one loop of them again.
@FunctionalInterface
interface FloatLoop {
  /// Elements that go from loop to loop.
  int PIECE = 256;

  /// Computes `n` elements of y.
  ///
  /// @param x the operand from `p`
  /// @param g the gradient of the result from `s`; x itself where none is wanted
  /// @param y the result from `q`, which may be the operand or the gradient
  /// @param room `n` elements that pass from a loop to the next; y itself if there is no other
  void run(float[] x, int p, float[] g, int s, float[] y, int q, int n, float[] room);

  /// Computes `n` elements. What is left over after whole vectors goes through the same loops as a
  /// vector of its own.
  static void run(FloatLoop[] loops, float[] x, int p, float[] g, int s, float[] y, int q, int n) {
    int lanes = Lanes.FLOAT.length();
    int whole = n - n % lanes;
    if (loops.length == 1) {
      vectors(loops, x, p, g, s, y, q, whole, y);
    } else {
      var room = new float[Math.min(whole, PIECE)];
      for (int i = 0; i < whole; i += PIECE) {
        vectors(loops, x, p + i, g, s + i, y, q + i, Math.min(PIECE, whole - i), room);
      }
    }
    if (whole < n) {
      var some = new float[lanes];
      System.arraycopy(x, p + whole, some, 0, n - whole);
      var slope = some;
      if (g != x) {
        slope = new float[lanes];
        System.arraycopy(g, s + whole, slope, 0, n - whole);
      }
      vectors(loops, some, 0, slope, 0, slope, 0, lanes, new float[lanes]);
      System.arraycopy(slope, 0, y, q + whole, n - whole);
    }
  }

  private static void vectors(
      FloatLoop[] loops,
      float[] x,
      int p,
      float[] g,
      int s,
      float[] y,
      int q,
      int n,
      float[] room) {
    for (var loop : loops) {
      loop.run(x, p, g, s, y, q, n, room);
    }
  }
}
