package io.ligature;

import io.ligature.spi.BackendProvider;
import io.ligature.spi.DeviceInfo;
import io.ligature.spi.Probe;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;

/// Every device of every backend on this machine, and why one is missing; printing shows a table.
///
/// Providers come from the API's class loader and then from the thread's context loader. One that
/// is broken is a line in the table, never an error.
public final class Devices implements Iterable<DeviceInfo> {
  private static volatile @Nullable Devices instance;

  private record Offer(BackendProvider provider, int index, DeviceInfo info) {}

  private record Missing(String provider, String reason, String remedy) {}

  private final List<Offer> offers = new ArrayList<>();
  private final List<Missing> missing = new ArrayList<>();
  private final Map<String, Device> opened = new LinkedHashMap<>();
  private @Nullable Device best;

  static Devices instance() {
    var known = instance;
    if (known == null) {
      synchronized (Devices.class) {
        known = instance;
        if (known == null) {
          known = new Devices();
          instance = known;
        }
      }
    }
    return known;
  }

  private Devices() {
    var seen = new LinkedHashMap<String, BackendProvider>();
    load(Devices.class.getClassLoader(), seen);
    load(Thread.currentThread().getContextClassLoader(), seen);
    seen.values().forEach(this::probe);
    offers.sort(
        Comparator.comparingInt((Offer offer) -> -offer.info.priority())
            .thenComparing(offer -> offer.info.name()));
  }

  private void load(@Nullable ClassLoader loader, Map<String, BackendProvider> seen) {
    var providers = ServiceLoader.load(BackendProvider.class, loader).iterator();
    while (true) {
      try {
        if (!providers.hasNext()) {
          return;
        }
        var provider = providers.next();
        seen.putIfAbsent(provider.getClass().getName(), provider);
      } catch (ServiceConfigurationError | LinkageError e) {
        missing.add(new Missing("?", e.toString(), "repair or remove the jar that names it"));
      }
    }
  }

  private void probe(BackendProvider provider) {
    try {
      switch (provider.probe()) {
        case Probe.Available(var devices) -> {
          for (int i = 0; i < devices.size(); i++) {
            offers.add(new Offer(provider, i, devices.get(i)));
          }
        }
        case Probe.Unavailable(var reason, var remedy) ->
            missing.add(new Missing(provider.name(), reason, remedy));
      }
    } catch (RuntimeException | LinkageError e) {
      missing.add(
          new Missing(provider.getClass().getName(), e.toString(), "report this to its authors"));
    }
  }

  synchronized Device best() {
    var chosen = best;
    if (chosen == null) {
      chosen = choose();
      best = chosen;
    }
    return chosen;
  }

  private Device choose() {
    var asked = System.getProperty("ligature.backend", System.getenv("LIGATURE_BACKEND"));
    if (asked != null && !asked.isBlank()) {
      return open(asked.strip());
    }
    for (var offer : offers) {
      if (offer.info.automatic()) {
        return open(offer.info.name());
      }
    }
    throw new DeviceException(
        "No backend is available. Add one to the class path, for example"
            + " io.ligature:ligature-backend-cpu.\n"
            + this);
  }

  synchronized Device open(String name) {
    var known = opened.get(name);
    if (known != null) {
      return known;
    }
    for (var offer : offers) {
      if (offer.info.name().equals(name) || offer.info.name().equals(name + ":0")) {
        var device =
            opened.computeIfAbsent(
                offer.info.name(), _ -> new Device(offer.info, offer.provider.open(offer.index)));
        opened.put(name, device);
        return device;
      }
    }
    if (name.equals(Device.DRY.name())) {
      return Device.DRY;
    }
    throw new DeviceException(
        "There is no device '"
            + name
            + "' here. Choose one of these, or mend what is missing:\n"
            + this);
  }

  /// {@return the devices that were opened}
  synchronized List<Device> opened() {
    return opened.values().stream().distinct().toList();
  }

  /// {@return the devices that can be had, the most preferred first}
  @Override
  public Iterator<DeviceInfo> iterator() {
    return offers.stream().map(Offer::info).iterator();
  }

  /// {@return a table: a line a device, then a line for every backend that is missing, with its
  /// remedy}
  @Override
  public String toString() {
    var lines = new ArrayList<String>();
    for (var offer : offers) {
      lines.add("%-12s available    %s".formatted(offer.info.name(), offer.info.description()));
    }
    for (var absent : missing) {
      lines.add(
          "%-12s unavailable  %s; %s".formatted(absent.provider, absent.reason, absent.remedy));
    }
    return lines.isEmpty() ? "no backend on the class path" : String.join("\n", lines);
  }
}
