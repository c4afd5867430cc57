package io.ligature.opencl;

import io.ligature.BackendException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// A source file, built for a device with some options.
final class Program {
  private static final String PRELUDE = "prelude.cl";

  /// What makes programs different on one device.
  ///
  /// @param file a resource beside this class
  /// @param options definitions, such as `-DT=float`
  record Key(String file, String options) {}

  private final OpenCl cl;
  private final long handle;
  private final Map<String, Kernel> kernels = new ConcurrentHashMap<>();

  private Program(OpenCl cl, long handle) {
    this.cl = cl;
    this.handle = handle;
  }

  /// {@return the program}
  ///
  /// @throws BackendException with the compiler's log, which names file and line
  static Program build(OpenCl cl, long context, long device, Traits traits, Key key) {
    long handle = cl.createProgram(context, source(PRELUDE) + source(key.file));
    try {
      cl.build(handle, device, options(traits) + key.options);
    } catch (OpenClException e) {
      var log = cl.buildLog(handle, device);
      cl.releaseProgram(handle);
      throw new BackendException(
          "The driver of %s cannot compile %s with %s:\n%s"
              .formatted(traits.name(), key.file, key.options, log),
          e);
    }
    return new Program(cl, handle);
  }

  private static String options(Traits traits) {
    return "-cl-std=CL1.2 "
        + (traits.roundsRoots() ? "-cl-fp32-correctly-rounded-divide-sqrt " : "")
        + (traits.computesDoubles() ? "-DDOUBLES " : "")
        + (traits.isGpu() ? "-DGPU " : "-DCPU ");
  }

  /// {@return the text of a file, after a line that makes the compiler count from its beginning}
  private static String source(String file) {
    try (var in = Program.class.getResourceAsStream(file)) {
      if (in == null) {
        throw new IllegalStateException("The jar lacks " + file + ".");
      }
      return "#line 1 \"%s\"\n%s\n"
          .formatted(file, new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Kernel kernel(String name) {
    var kernel = kernels.get(name);
    return kernel != null
        ? kernel
        : kernels.computeIfAbsent(name, _ -> new Kernel(cl.createKernel(handle, name), name));
  }
}
