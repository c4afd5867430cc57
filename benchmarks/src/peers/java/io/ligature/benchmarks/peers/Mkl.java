package io.ligature.benchmarks.peers;

import static org.bytedeco.mkl.global.mkl_rt.CblasNoTrans;
import static org.bytedeco.mkl.global.mkl_rt.CblasRowMajor;
import static org.bytedeco.mkl.global.mkl_rt.CblasTrans;
import static org.bytedeco.mkl.global.mkl_rt.cblas_sgemm;

/// Intel's library for matrices, threads by `MKL_NUM_THREADS`.
public final class Mkl extends Blas {
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
