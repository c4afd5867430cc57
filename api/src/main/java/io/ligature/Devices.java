package io.ligature;

import io.ligature.spi.Backend;
import io.ligature.spi.BackendDecorator;
import io.ligature.spi.DeviceInfo;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Every device of every backend on this machine, and why one is missing; printing shows a table.
///
/// Providers come from the API's class loader and then from the thread's context loader. One that
/// is broken is a line in the table, never an error. Nothing is looked for before somebody asks.
public final class Devices implements Iterable<DeviceInfo> {
  private static final Devices INSTANCE = new Devices();
  private static final String PROPERTY = "ligature.backend";
  private static final String VARIABLE = "LIGATURE_BACKEND";
  private static final Set<String> OURS = Set.of("cpu", "vector", "opencl");

  private final Discovery discovery = new Discovery();
  private final Map<String, Device> opened = new HashMap<>();
  private volatile @Nullable Device best;

  private Devices() {}

  /// {@return the devices that this thread can see}
  static Devices instance() {
    INSTANCE.search();
    return INSTANCE;
  }

  /// {@return the device that is chosen when nobody says otherwise; the choice is made once}
  static Device best() {
    var chosen = INSTANCE.best;
    return chosen == null ? INSTANCE.choose() : chosen;
  }

  /// {@return whether [#best] is this device}; false where nothing can be chosen
  static boolean isBest(Device device) {
    try {
      return best() == device;
    } catch (DeviceException e) {
      return false;
    }
  }

  private void search() {
    var system = ClassLoader.getSystemClassLoader();
    var context = Thread.currentThread().getContextClassLoader();
    discovery.search(Objects.requireNonNullElse(Devices.class.getClassLoader(), system));
    discovery.search(Objects.requireNonNullElse(context, system));
  }

  // ---- the choice

  private synchronized Device choose() {
    var chosen = best;
    if (chosen == null) {
      search();
      chosen = asked();
      best = chosen;
    }
    return chosen;
  }

  private Device asked() {
    var property = System.getProperty(PROPERTY, "").strip();
    if (!property.isEmpty()) {
      return open(property, ", which the system property " + PROPERTY + " asks for");
    }
    var variable = Objects.requireNonNullElse(System.getenv(VARIABLE), "").strip();
    if (!variable.isEmpty()) {
      return open(variable, ", which the environment variable " + VARIABLE + " asks for");
    }
    return preferred();
  }

  /// One that cannot be opened gives way to the next, and is a line in the table from then on.
  private Device preferred() {
    for (var offer : discovery.offers()) {
      if (offer.info().automatic()) {
        try {
          return open(offer);
        } catch (DeviceException _) {
          // the table says why, and the next one may do
        }
      }
    }
    if (!discovery.offers().isEmpty()) {
      throw new DeviceException(
          "None of the devices here is chosen unless somebody asks for it. Name one, as in -D%s=%s.\n%s"
              .formatted(PROPERTY, discovery.offers().getFirst().info().name(), this));
    }
    if (!discovery.missing().isEmpty()) {
      throw new DeviceException(
          "No device is available. Mend one of these backends, or add"
              + " io.ligature:ligature-backend-cpu, which runs everywhere.\n"
              + this);
    }
    throw new DeviceException(
        "There is no backend on the class path or the module path. Add"
            + " io.ligature:ligature-backend-cpu, which runs everywhere,"
            + " io.ligature:ligature-backend-vector or io.ligature:ligature-backend-opencl.");
  }

  // ---- by name

  /// {@return the device with this name, opened when it is asked for the first time}
  synchronized Device open(String name) {
    return open(name, "");
  }

  private Device open(String name, String byWhom) {
    if (name.equals(Device.DRY.name())) {
      return Device.DRY;
    }
    for (var offer : discovery.offers()) {
      if (offer.answersTo(name)) {
        return open(offer);
      }
    }
    for (var absent : discovery.missing()) {
      if (absent.answersTo(name)) {
        throw unavailable(name + "'" + (byWhom.isEmpty() ? "" : byWhom + ","), absent);
      }
    }
    throw unknown(name, byWhom);
  }

  private Device open(Discovery.Offer offer) {
    var name = offer.info().name();
    var known = opened.get(name);
    if (known != null) {
      return known;
    }
    try {
      var backend = offer.provider().open(offer.index());
      Objects.requireNonNull(backend, "open gave null");
      var device = new Device(offer.info(), decorated(offer.info(), backend));
      opened.put(name, device);
      return device;
    } catch (IllegalArgumentException e) {
      throw e; // a setting that the caller got wrong
    } catch (Throwable e) {
      Discovery.throwIfFatal(e);
      throw unavailable(name + "'", discovery.withdraw(offer, e));
    }
  }

  private static Backend decorated(DeviceInfo info, Backend backend) {
    var outermost = backend;
    var loader = Devices.class.getClassLoader();
    for (var decorator : ServiceLoader.load(BackendDecorator.class, loader)) {
      outermost = decorator.decorate(info, outermost);
    }
    return outermost;
  }

  /// {@return the devices that were opened}
  synchronized List<Device> opened() {
    return List.copyOf(opened.values());
  }

  private DeviceException unavailable(String asked, Discovery.Missing absent) {
    var error =
        new DeviceException(
            "Device '%s is not available: %s. All devices:\n%s".formatted(asked, absent, this));
    error.initCause(absent.cause());
    return error;
  }

  private DeviceException unknown(String name, String byWhom) {
    var hint =
        Nearest.to(name, names())
            .map(" Did you mean '%s'?"::formatted)
            .or(() -> Stream.of(name).filter(OURS::contains).findFirst().map(Devices::artifact))
            .orElse("");
    return new DeviceException(
        "There is no device '%s'%s.%s All devices:\n%s".formatted(name, byWhom, hint, this));
  }

  private static String artifact(String backend) {
    return " To have it, add io.ligature:ligature-backend-" + backend + ".";
  }

  private List<String> names() {
    var names = new ArrayList<String>();
    for (var offer : discovery.offers()) {
      names.add(offer.info().name());
      names.add(offer.info().name().replaceFirst(":.*", ""));
    }
    discovery.missing().forEach(absent -> names.add(absent.name()));
    names.add(Device.DRY.name());
    return names;
  }

  // ---- the table

  /// {@return the devices that can be had, the most preferred first}
  @Override
  public Iterator<DeviceInfo> iterator() {
    return discovery.offers().stream().map(Discovery.Offer::info).iterator();
  }

  /// {@return a table: a line a device, then a line for every backend that is missing, with its
  /// remedy}
  @Override
  public String toString() {
    var rows = new ArrayList<String[]>();
    for (var offer : discovery.offers()) {
      var byName = offer.info().automatic() ? "" : " (only when asked for by name)";
      rows.add(
          new String[] {offer.info().name(), "available", offer.info().description() + byName});
    }
    for (var absent : discovery.missing()) {
      rows.add(new String[] {absent.name(), "unavailable", absent.toString()});
    }
    if (rows.isEmpty()) {
      return "no backend on the class path";
    }
    int width = rows.stream().mapToInt(row -> row[0].length()).max().orElse(0);
    var line = "%-" + Math.max(width, 12) + "s %-12s %s";
    return String.join("\n", rows.stream().map(row -> line.formatted((Object[]) row)).toList());
  }
}
