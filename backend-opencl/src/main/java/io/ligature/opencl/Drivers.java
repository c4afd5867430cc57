package io.ligature.opencl;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// The drivers that say by a file that they are there, found without loading any of them.
///
/// On Linux an ICD file `/etc/OpenCL/vendors/*.icd` holds the name of a driver's library; the
/// environment variable `OCL_ICD_VENDORS` names another folder, a file, or a library itself. On
/// other systems nothing is known before the library is loaded.
///
/// @param libraries what the files name, in the order of the files' names
/// @param where where they were looked for
record Drivers(List<String> libraries, String where) {
  private static final String FOLDER = "/etc/OpenCL/vendors";

  static boolean areFiles() {
    return System.getProperty("os.name", "").startsWith("Linux");
  }

  static Drivers of(Map<String, String> environment) {
    var asked = environment.getOrDefault("OCL_ICD_VENDORS", "");
    var place = Path.of(asked.isEmpty() ? FOLDER : asked);
    try {
      if (Files.isDirectory(place)) {
        return new Drivers(inFolder(place), "in " + place);
      }
      if (Files.isRegularFile(place)) {
        return new Drivers(List.of(Files.readString(place).strip()), "in " + place);
      }
    } catch (IOException | UncheckedIOException | DirectoryIteratorException e) {
      return new Drivers(List.of(), "in " + place + ", which cannot be read: " + e.getMessage());
    }
    boolean library = asked.contains(".so");
    return new Drivers(library ? List.of(asked) : List.of(), "in " + place);
  }

  private static List<String> inFolder(Path folder) throws IOException {
    var libraries = new ArrayList<String>();
    try (var files = Files.list(folder)) {
      for (var file : files.filter(f -> f.toString().endsWith(".icd")).sorted().toList()) {
        libraries.add(Files.readString(file).strip());
      }
    }
    return libraries;
  }

  /// {@return why there is no platform, though they say that they are there}
  String refusal() {
    return libraries.isEmpty()
        ? "no OpenCL platform"
        : "no OpenCL platform: none of the drivers %s can be loaded: %s"
            .formatted(where, String.join(", ", libraries));
  }

  /// {@return whether all of them are PoCL, which has the CPU and nothing else}
  boolean areCpuOnly() {
    return libraries.stream().allMatch(library -> library.contains("libpocl"));
  }
}
