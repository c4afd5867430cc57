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

  /// {@return the program, from the cache or compiled}
  ///
  /// @throws BackendException with the compiler's log, which names file and line
  static Program of(
      OpenCl cl, long context, long device, Traits traits, ProgramCache cache, Key key) {
    var source = source(PRELUDE) + source(key.file);
    var options = options(traits) + key.options;
    var name =
        ProgramCache.name(source, options, traits.platform(), traits.name(), traits.driver());
    var cached = cache.read(name);
    if (cached.isPresent()) {
      try {
        long handle = cl.createProgram(context, device, cached.get());
        cl.build(handle, device, options);
        return new Program(cl, handle);
      } catch (OpenClException e) {
        // the driver does not want it any more; compiled below
      }
    }
    var program = compile(cl, context, device, traits, source, options, key);
    cache.write(name, () -> cl.binary(program.handle));
    return program;
  }

  private static Program compile(
      OpenCl cl, long context, long device, Traits traits, String source, String options, Key key) {
    long handle = cl.createProgram(context, source);
    try {
      cl.build(handle, device, options);
    } catch (OpenClException e) {
      var log = cl.buildLog(handle, device);
      cl.releaseProgram(handle);
      throw new BackendException(
          "The driver of %s cannot compile %s with%s:\n%s"
              .formatted(traits.name(), key.file, key.options, log),
          e);
    }
    return new Program(cl, handle);
  }

  private static String options(Traits traits) {
    return "-cl-std=CL1.2"
        + (traits.roundsRoots() ? " -cl-fp32-correctly-rounded-divide-sqrt" : "")
        + (traits.computesDoubles() ? " -DDOUBLES" : "")
        + (traits.isGpu() ? " -DGPU" : " -DCPU");
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
