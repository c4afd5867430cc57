package io.ligature.conformance;

class CpuConformanceTest extends BackendConformance {
  @Override
  protected String backend() {
    return "cpu";
  }
}
