package io.ligature.conformance;

import io.ligature.Device;
import io.ligature.spi.DeviceInfo;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/// The whole kit on every device that the class path offers.
@ParameterizedClass(name = "{0}")
@MethodSource("names")
public class DiscoveredBackends extends BackendConformance {
  @Parameter String device = "";

  /// For JUnit.
  public DiscoveredBackends() {}

  static Stream<String> names() {
    return StreamSupport.stream(Device.all().spliterator(), false).map(DeviceInfo::name);
  }

  @Override
  protected String backend() {
    return device;
  }
}
