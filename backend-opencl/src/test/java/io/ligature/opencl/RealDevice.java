package io.ligature.opencl;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.ligature.DType;
import io.ligature.spi.Layout;
import io.ligature.spi.View;
import java.lang.foreign.MemorySegment;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// The first device of this machine, for tests that need one; without one they are skipped.
final class RealDevice {
  private RealDevice() {}

  static OpenClDevice open(ProgramCache cache) {
    return open(cache, traits -> traits);
  }

  /// {@return the device, taken for another}
  static OpenClDevice open(ProgramCache cache, UnaryOperator<Traits> other) {
    var flaw = flaw();
    if (flaw.isPresent()) {
      System.out.println("Tests on an OpenCL device are skipped: " + flaw.get());
    }
    assumeTrue(flaw.isEmpty(), flaw.orElse(""));
    var listing = Listing.get();
    var entry = listing.devices().getFirst();
    return new OpenClDevice(listing.cl(), entry.id(), other.apply(entry.traits()), cache);
  }

  /// {@return the device, taken for a GPU of another size}
  static OpenClDevice gpu(long units, long largestGroup, long local) {
    return open(
        new ProgramCache(null),
        real ->
            new Traits(
                real.platform(),
                real.name(),
                real.driver(),
                true,
                units,
                real.floats(),
                real.memory(),
                real.largest(),
                largestGroup,
                local,
                real.computesDoubles(),
                real.roundsRoots(),
                false,
                ""));
  }

  /// {@return these elements in memory of a device}
  static View floats(OpenClDevice device, Layout layout, float... values) {
    var buffer = new DeviceBuffer(device, null, DType.FLOAT32, values.length);
    buffer.write(0, values.length, MemorySegment.ofArray(values));
    return new View(buffer, layout);
  }

  /// {@return the elements of a view of all of its memory}
  static float[] floats(View x) {
    var values = new float[(int) x.layout().size()];
    x.storage().read(0, values.length, MemorySegment.ofArray(values));
    return values;
  }

  private static Optional<String> flaw() {
    try {
      var listing = Listing.get();
      return listing.devices().isEmpty()
          ? Optional.of(
              listing.missing().isEmpty()
                  ? Drivers.of(System.getenv()).refusal()
                  : listing.missing().getFirst().reason())
          : listing.devices().getFirst().flaw(System.getenv());
    } catch (OpenCl.MissingLibrary e) {
      return Optional.of(e.unavailable().reason());
    }
  }
}
