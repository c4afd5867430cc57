package io.ligature.examples;

import io.ligature.Device;
import io.ligature.DeviceException;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// Reads `--device`; a name that is unknown here fails with the table of those that are known.
public final class DeviceByName implements ITypeConverter<Device> {
  /// For picocli.
  public DeviceByName() {}

  @Override
  public Device convert(String name) {
    try {
      return Device.of(name);
    } catch (DeviceException e) {
      throw new TypeConversionException(e.getMessage());
    }
  }
}
