package io.ligature.spi;

/// A device that a provider offers.
///
/// @param name how users ask for it, unique: the provider's name, as in `cpu`, perhaps with a colon
///   and a number, as in `opencl:0`
/// @param description hardware and driver, for the table of devices
/// @param priority the highest is chosen when nobody says otherwise; 0 for the reference, 100 for
///   vectors, 200 for a GPU
/// @param automatic whether it may be chosen when nobody asked for it
public record DeviceInfo(String name, String description, int priority, boolean automatic) {}
