package io.ligature.conformance;

class VectorConformanceTest extends BackendConformance {
  @Override
  protected String backend() {
    return "vector";
  }
}
