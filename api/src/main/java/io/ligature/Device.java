package io.ligature;

import io.ligature.op.Family;
import io.ligature.spi.Backend;
import io.ligature.spi.DeviceInfo;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.Supplier;

/// Where tensors live and operations run: one device of one backend.
///
/// A device is asked for by name, `Device.of("cpu")`, or chosen: the system property
/// `ligature.backend`, else the environment's `LIGATURE_BACKEND`, else the available device of
/// highest priority. Handles are unique, so `==` compares them.
public final class Device {
  /// The device that executes nothing and only infers: its tensors have a type and no values. Mixed
  /// with others, it wins.
  public static final Device DRY =
      new Device(
          new DeviceInfo("dry", "infers types, computes nothing", -1, false), new DryBackend());

  private static final ScopedValue<Device> CURRENT = ScopedValue.newInstance();

  private final DeviceInfo info;
  private final Backend backend;
  private final EnumSet<DType> computing = EnumSet.noneOf(DType.class);
  private final EnumSet<Family> strided = EnumSet.of(Family.COPY);

  Device(DeviceInfo info, Backend backend) {
    this.info = info;
    this.backend = backend;
    var capabilities = backend.capabilities();
    computing.addAll(capabilities.dtypes());
    strided.addAll(capabilities.strided());
  }

  /// {@return the device with this name}; `opencl` is short for `opencl:0`.
  ///
  /// @throws DeviceException if it does not exist or is not available; lists what is
  public static Device of(String name) {
    return Devices.instance().open(name);
  }

  /// {@return the device that is chosen when nobody says otherwise}
  ///
  /// @throws DeviceException if the property or the environment asks for one that is not available,
  ///   or no backend is on the class path; lists every provider with its reason and remedy
  public static Device best() {
    return Devices.best();
  }

  /// {@return every device of every backend on this machine, and why one is missing}
  public static Devices all() {
    return Devices.instance();
  }

  /// {@return where new tensors of this thread go: the device of the innermost [#with], else
  /// [#best]}
  public static Device current() {
    return CURRENT.isBound() ? CURRENT.get() : best();
  }

  /// {@return whether this thread is inside `Device.DRY.with(...)`}
  public static boolean isDryRun() {
    return CURRENT.isBound() && CURRENT.get() == DRY;
  }

  /// {@return the result of work whose new tensors go to this device}
  public <T> T with(Supplier<? extends T> work) {
    return ScopedValue.where(CURRENT, this).call(work::get);
  }

  /// {@return the name, such as `cpu` or `opencl:0`}
  public String name() {
    return info.name();
  }

  /// {@return what the provider says of it}
  public DeviceInfo info() {
    return info;
  }

  /// {@return what executes here}
  public Backend backend() {
    return backend;
  }

  /// {@return whether this is [#DRY]}
  public boolean isDry() {
    return this == DRY;
  }

  /// {@return whether kernels compute in a type here}
  public boolean computes(DType dtype) {
    return computing.contains(dtype);
  }

  boolean takesStrided(Family family) {
    return strided.contains(family);
  }

  /// {@return the types that kernels compute in}
  public Set<DType> dtypes() {
    return EnumSet.copyOf(computing);
  }

  /// {@return the name}
  @Override
  public String toString() {
    return info.name();
  }
}
