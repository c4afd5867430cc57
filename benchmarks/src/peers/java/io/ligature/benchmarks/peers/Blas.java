package io.ligature.benchmarks.peers;

import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;

/// What libraries that do nothing but multiply matrices have in common: operands outside the heap,
/// each beginning at a multiple of 64 bytes.
@SuppressWarnings("NullAway.Init") // prepare comes first
abstract class Blas implements Rival {
  record Operands(FloatPointer a, FloatPointer b, FloatPointer c) {}

  private Work.Product product;
  private Operands operands;

  abstract void multiply(Work.Product product, Operands operands);

  @Override
  public void prepare(Work work, double rate) {
    if (!(work instanceof Work.Product p)) {
      throw new UnsupportedOperationException("products alone");
    }
    product = p;
    var c = aligned(new float[p.m() * p.n()]);
    operands = new Operands(aligned(p.a()), aligned(p.b()), c);
  }

  @Override
  public void step() {
    multiply(product, operands);
  }

  @Override
  public double loss() {
    var c = new float[product.m() * product.n()];
    operands.c().get(c);
    return Numbers.digest(c);
  }

  private static FloatPointer aligned(float[] values) {
    int spare = 64 / Float.BYTES;
    var memory = new FloatPointer(values.length + spare);
    long skip = Math.floorMod(-memory.address(), 64) / Float.BYTES;
    var start = new FloatPointer((Pointer) memory).position(memory.position() + skip);
    return new FloatPointer((Pointer) start).put(values, 0, values.length);
  }
}
