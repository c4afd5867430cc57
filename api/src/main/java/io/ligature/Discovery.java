package io.ligature;

import io.ligature.spi.BackendProvider;
import io.ligature.spi.DeviceInfo;
import io.ligature.spi.Probe;
import java.io.File;
import java.io.IOException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What class loaders know of backends: the devices on offer, and what is missing and why.
///
/// A provider is a stranger's code. Whatever it throws is written down with the jar it came from,
/// and the others are asked all the same. Every program starts through here, so what it does when
/// all is well is plain: no streams, lambdas or patterns, whose first use costs milliseconds.
final class Discovery {
  private static final String SERVICE = BackendProvider.class.getName();
  private static final int MOST_FAILURES = 1000; // a loader that cannot read fails without end

  /// A device that can be had.
  record Offer(BackendProvider provider, int index, DeviceInfo info) implements Comparable<Offer> {
    /// The most preferred first.
    @Override
    public int compareTo(Offer other) {
      int byPriority = Integer.compare(other.info.priority(), info.priority());
      return byPriority == 0 ? info.name().compareTo(other.info.name()) : byPriority;
    }

    boolean answersTo(String name) {
      return info.name().equals(name) || info.name().equals(name + ":0");
    }
  }

  /// A backend, a device or a provider's class that cannot be had.
  record Missing(String name, String reason, String remedy, @Nullable Throwable cause) {
    boolean answersTo(String asked) {
      return asked.equals(name) || asked.startsWith(name + ":");
    }

    @Override
    public String toString() {
      return oneLine(remedy.isEmpty() ? reason : reason + "; " + remedy);
    }
  }

  private final Set<ClassLoader> searched = Collections.newSetFromMap(new WeakHashMap<>());
  private final Set<String> classes = new HashSet<>();
  private final Map<String, BackendProvider> byName = new LinkedHashMap<>();
  private final List<Offer> offers = new ArrayList<>();
  private final List<Missing> missing = new ArrayList<>();

  /// {@return the devices on offer, the most preferred first}
  synchronized List<Offer> offers() {
    return List.copyOf(offers);
  }

  /// {@return what is missing, in the order it was found}
  synchronized List<Missing> missing() {
    return List.copyOf(missing);
  }

  /// Adds what a class loader knows, unless it was asked before.
  synchronized void search(ClassLoader loader) {
    if (!searched.add(loader)) {
      return;
    }
    var services = ServiceLoader.load(BackendProvider.class, loader).stream().iterator();
    for (int failures = 0; failures < MOST_FAILURES; ) {
      try {
        if (!services.hasNext()) {
          break;
        }
        var service = services.next();
        if (classes.add(service.type().getName())) {
          consider(service.type(), service);
        }
      } catch (ServiceConfigurationError | LinkageError e) {
        failures++;
        unreadable(loader, e);
      }
    }
    Collections.sort(offers);
  }

  /// Moves a device that could not be opened to what is missing.
  ///
  /// @return why
  synchronized Missing withdraw(Offer offer, Throwable because) {
    offers.remove(offer);
    boolean explained = because instanceof BackendException; // by the provider, with the remedy
    return missing(
        offer.info.name(),
        "it was found, but opening it failed: "
            + (explained
                ? String.valueOf(because.getMessage()).replaceFirst("\\.\\s*$", "")
                : explain(because)),
        explained ? "" : mend(offer.provider.getClass(), because),
        because);
  }

  private void consider(Class<?> type, Supplier<BackendProvider> service) {
    var name = type.getName();
    var what = "its provider could not be constructed: ";
    try {
      var provider = service.get();
      what = "its name() failed: ";
      var chosen = provider.name();
      var problem = problem(chosen);
      if (problem != null) {
        missing(name, problem, tellAuthors(type), null);
        return;
      }
      var taken = byName.putIfAbsent(chosen, provider);
      if (taken != null) {
        missing(
            name,
            "its name '" + chosen + "' is taken by " + origin(taken.getClass()),
            "remove one of the two",
            null);
        return;
      }
      name = chosen;
      what = "its probe() failed: ";
      add(name, provider, Objects.requireNonNull(provider.probe(), "probe() gave null"));
    } catch (Throwable e) {
      throwIfFatal(e);
      missing(name, what + explain(e), mend(type, e), e);
    }
  }

  private void add(String backend, BackendProvider provider, Probe probe) {
    if (probe instanceof Probe.Unavailable(var reason, var remedy)) {
      missing(backend, reason, remedy, null);
    } else if (probe instanceof Probe.Available(var devices)) {
      var names = new HashSet<String>();
      for (var device : devices) {
        if ((device.name() + ":").startsWith(backend + ":")) {
          names.add(device.name());
        }
      }
      if (names.isEmpty() || names.size() < devices.size()) {
        missing(
            backend,
            "its devices should be called %s or %s:0, %s:1 and so on, one or more; found %s"
                .formatted(
                    backend, backend, backend, devices.stream().map(DeviceInfo::name).toList()),
            tellAuthors(provider.getClass()),
            null);
        return;
      }
      for (int i = 0; i < devices.size(); i++) {
        offers.add(new Offer(provider, i, devices.get(i)));
      }
    }
  }

  private static @Nullable String problem(String name) {
    if (!isName(name)) {
      return "its name should be a lower-case letter, then such letters, digits, - or _; found '%s'"
          .formatted(name);
    }
    return name.equals(Device.DRY.name()) ? "the name 'dry' is that of Device.DRY" : null;
  }

  private static boolean isName(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean first = c >= 'a' && c <= 'z';
      boolean later = c == '_' || c == '-' || (c >= '0' && c <= '9');
      if (!first && (i == 0 || !later)) {
        return false;
      }
    }
    return !text.isEmpty();
  }

  /// Writes down a service file, or a class named in one, that the class loader cannot make sense
  /// of; it repeats what its parent said.
  private void unreadable(ClassLoader loader, Error e) {
    var reason =
        "a service file cannot be used: "
            + explain(e).replaceFirst(".*" + Pattern.quote(SERVICE + ": "), "");
    if (missing.stream().anyMatch(known -> known.reason.equals(reason))) {
      return;
    }
    var named = Pattern.compile("([\\w.$]+) not ").matcher(reason.substring(reason.indexOf(':')));
    var name = named.find() ? named.group(1) : "?";
    missing(
        name,
        reason,
        "repair or remove " + (name.equals("?") ? "the jar it is in" : jarThatNames(name, loader)),
        e);
  }

  private static String jarThatNames(String provider, ClassLoader loader) {
    return loader
        .resources("META-INF/services/" + SERVICE)
        .filter(file -> names(file, provider))
        .map(file -> file.toString().replaceFirst("!?/META-INF.*", "").replaceFirst(".*/", ""))
        .findFirst()
        .orElse("the jar that names it");
  }

  private static boolean names(URL file, String provider) {
    try (var in = file.openStream()) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).contains(provider);
    } catch (IOException e) {
      return false;
    }
  }

  private Missing missing(String name, String reason, String remedy, @Nullable Throwable cause) {
    var line = new Missing(name, reason, remedy, cause);
    missing.add(line);
    return line;
  }

  private static String mend(Class<?> provider, Throwable e) {
    return root(e) instanceof LinkageError
        ? "add what " + origin(provider) + " needs, in the version it was made for"
        : tellAuthors(provider);
  }

  private static String tellAuthors(Class<?> provider) {
    return "tell the authors of " + origin(provider) + ", or remove it";
  }

  /// {@return the name of a class and the jar it came from}
  private static String origin(Class<?> type) {
    CodeSource source = type.getProtectionDomain().getCodeSource();
    if (source == null || source.getLocation() == null) {
      return type.getName();
    }
    return type.getName() + " (" + new File(source.getLocation().getPath()).getName() + ")";
  }

  /// {@return what went wrong, in one line}
  static String explain(Throwable e) {
    return oneLine(root(e).toString());
  }

  /// {@return what went wrong, without what the service loader and the class loader wrap around it}
  private static Throwable root(Throwable e) {
    var cause = e.getCause();
    boolean wrapped = e instanceof ServiceConfigurationError || e instanceof LinkageError;
    return wrapped && cause != null && !(cause instanceof ClassNotFoundException) ? root(cause) : e;
  }

  private static String oneLine(String text) {
    return text.strip().replaceAll("\\s*\\R\\s*", " ");
  }

  /// A machine out of memory is not the provider's mistake.
  static void throwIfFatal(Throwable e) {
    if (e instanceof VirtualMachineError fatal) {
      throw fatal;
    }
  }
}
