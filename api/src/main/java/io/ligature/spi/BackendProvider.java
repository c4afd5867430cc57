package io.ligature.spi;

/// The service that makes a backend known: named in `META-INF/services`, and in `provides` of its
/// module.
///
/// Constructing a provider and calling [#probe] must be cheap and must not load what may be
/// missing.
public interface BackendProvider {
  /// {@return the backend's name, such as `cpu`}: a lower-case letter, then such letters, digits,
  /// `-` or `_`. The first of two providers with one name has it.
  String name();

  /// {@return what can be had on this machine, or why nothing can}
  Probe probe();

  /// {@return the backend of the device with this place in [#probe]'s list}. Called once a device.
  ///
  /// @throws IllegalArgumentException if a setting of the backend is wrong; the caller sees it.
  ///   After anything else that is thrown, the device counts as missing, and the next is chosen.
  /// @throws io.ligature.BackendException if the machine does not let it; its message says why and
  ///   what to do
  Backend open(int index);
}
