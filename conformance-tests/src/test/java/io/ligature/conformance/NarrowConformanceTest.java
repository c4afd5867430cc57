package io.ligature.conformance;

/// The kit on a device with gaps: what is declared to be missing is refused, and not tried.
class NarrowConformanceTest extends BackendConformance {
  @Override
  protected String backend() {
    return "narrow";
  }

  @Override
  protected Profile profile() {
    return Profile.RELAXED_GPU;
  }
}
