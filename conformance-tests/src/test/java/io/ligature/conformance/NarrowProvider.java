package io.ligature.conformance;

import io.ligature.DType;
import io.ligature.op.Family;
import io.ligature.op.FusedOp;
import io.ligature.spi.Backend;
import io.ligature.spi.BackendProvider;
import io.ligature.spi.Capabilities;
import io.ligature.spi.DeviceInfo;
import io.ligature.spi.FusedKernel;
import io.ligature.spi.Probe;
import java.util.List;
import java.util.ServiceLoader;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Offers the device `narrow`, which has most of the gaps that can be declared: it computes in
/// three types, takes no strides, and fuses nothing.
public final class NarrowProvider implements BackendProvider {
  /// For the service loader.
  public NarrowProvider() {}

  @Override
  public String name() {
    return "narrow";
  }

  @Override
  public Probe probe() {
    return new Probe.Available(List.of(new DeviceInfo(name(), "with gaps", 0, false)));
  }

  @Override
  public Backend open(int index) {
    var plain =
        ServiceLoader.load(BackendProvider.class).stream()
            .map(ServiceLoader.Provider::get)
            .filter(provider -> provider.name().equals("cpu"))
            .findFirst()
            .orElseThrow()
            .open(0);
    var capabilities =
        new Capabilities(
            Set.of(DType.FLOAT32, DType.INT32, DType.INT64, DType.BOOL), Set.of(Family.COPY));
    return new DelegatingBackend(() -> plain) {
      @Override
      public Capabilities capabilities() {
        return capabilities;
      }

      @Override
      public @Nullable FusedKernel fused(FusedOp op, DType dtype) {
        return null;
      }
    };
  }
}
