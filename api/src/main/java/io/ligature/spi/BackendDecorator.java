package io.ligature.spi;

/// A service that stands between api and every backend: it sees each call, and may check, count or
/// time it. Named in `META-INF/services`, and in `provides` of its module.
///
/// Decorators wrap in the order in which they are found, so the last one found is called first. One
/// that cannot be loaded is an error, unlike a broken [BackendProvider]: nobody should believe in
/// checks that do not happen.
public interface BackendDecorator {
  /// {@return the backend that api calls instead}, or `backend` itself to stay out of the way.
  /// Called once a device, when it is opened.
  Backend decorate(DeviceInfo device, Backend backend);
}
