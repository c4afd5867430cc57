package com.example.minimal;

import io.ligature.conformance.BackendConformance;

class MinimalConformanceTest extends BackendConformance {
  @Override
  protected String backend() {
    return "minimal";
  }
}
