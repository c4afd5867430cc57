package io.ligature.conformance;

import io.ligature.spi.Backend;
import io.ligature.spi.BackendDecorator;
import io.ligature.spi.DeviceInfo;

/// Puts checks of the contract around every backend: on wherever the kit is on the class path or
/// the module path, off with `-Dligature.checked=false`.
///
/// On every call they assert what api promises to a kernel, and what the backend promises to api:
/// layouts lie within their storage, a result lies over no operand unless that is allowed, dtypes
/// and shapes are as the kernel's documentation says, nothing is used after its release. Fresh
/// memory is filled with noise, so that nobody comes to rely on zeros.
public final class Checks implements BackendDecorator {
  /// For the service loader.
  public Checks() {}

  @Override
  public Backend decorate(DeviceInfo device, Backend backend) {
    boolean wanted = Boolean.parseBoolean(System.getProperty("ligature.checked", "true"));
    return wanted ? new CheckedBackend(backend) : backend;
  }
}
