package io.ligature.opencl;

import io.ligature.spi.Backend;
import io.ligature.spi.BackendProvider;
import io.ligature.spi.Probe;

/// The place of the OpenCL backend, which has no kernels yet, and says so.
public final class OpenClProvider implements BackendProvider {
  private static final String REASON = "this version has no OpenCL kernels yet";

  @Override
  public String name() {
    return "opencl";
  }

  @Override
  public Probe probe() {
    return new Probe.Unavailable(REASON, "use cpu, which computes everything");
  }

  @Override
  public Backend open(int index) {
    throw new IllegalStateException(REASON);
  }
}
