package io.ligature.benchmarks;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/// How fast one thread multiplies and adds when it does nothing else: the ceiling of every product.
final class Peak {
  private static final VectorSpecies<Float> S = FloatVector.SPECIES_PREFERRED;
  private static final int ROUNDS = 200_000;

  private Peak() {}

  /// {@return 10⁹ operations a second, from a burst of about a millisecond}
  static double gflops() {
    var x = FloatVector.broadcast(S, 0.999f);
    var y = FloatVector.broadcast(S, 1e-3f);
    var a = FloatVector.zero(S);
    var b = FloatVector.zero(S);
    var c = FloatVector.zero(S);
    var d = FloatVector.zero(S);
    var e = FloatVector.zero(S);
    var f = FloatVector.zero(S);
    var g = FloatVector.zero(S);
    var h = FloatVector.zero(S);
    var i = FloatVector.zero(S);
    var j = FloatVector.zero(S);
    var k = FloatVector.zero(S);
    var l = FloatVector.zero(S);
    long begin = System.nanoTime();
    for (int round = 0; round < ROUNDS; round++) {
      a = a.fma(x, y);
      b = b.fma(x, y);
      c = c.fma(x, y);
      d = d.fma(x, y);
      e = e.fma(x, y);
      f = f.fma(x, y);
      g = g.fma(x, y);
      h = h.fma(x, y);
      i = i.fma(x, y);
      j = j.fma(x, y);
      k = k.fma(x, y);
      l = l.fma(x, y);
    }
    long nanos = System.nanoTime() - begin;
    var sum = a.add(b).add(c).add(d).add(e).add(f).add(g).add(h).add(i).add(j).add(k).add(l);
    if (!(sum.lane(0) > 0)) {
      throw new IllegalStateException("the burst computed nothing");
    }
    return 2.0 * 12 * S.length() * ROUNDS / nanos;
  }
}
