package io.ligature.conformance;

class OpenClConformanceTest extends BackendConformance {
  @Override
  protected String backend() {
    return "opencl:0";
  }

  @Override
  protected boolean mayBeMissing() {
    return true;
  }
}
