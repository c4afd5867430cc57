package io.ligature.benchmarks.peers;

import static org.bytedeco.openblas.global.openblas_nolapack.CblasNoTrans;
import static org.bytedeco.openblas.global.openblas_nolapack.CblasRowMajor;
import static org.bytedeco.openblas.global.openblas_nolapack.CblasTrans;
import static org.bytedeco.openblas.global.openblas_nolapack.cblas_sgemm;

/// The free library for matrices, threads by `OPENBLAS_NUM_THREADS`.
public final class OpenBlas extends Blas {
  @Override
  void multiply(Work.Product p, Operands x) {
    cblas_sgemm(
        CblasRowMajor,
        p.left() ? CblasTrans : CblasNoTrans,
        p.right() ? CblasTrans : CblasNoTrans,
        p.m(),
        p.n(),
        p.k(),
        1,
        x.a(),
        p.left() ? p.m() : p.k(),
        x.b(),
        p.right() ? p.k() : p.n(),
        0,
        x.c(),
        p.n());
  }
}
