package io.ligature.opencl;

import io.ligature.BackendException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/// A source file, built for a device with some options.
final class Program {
  private static final String PRELUDE = "prelude.cl";
  private static final Pattern INCLUDE = Pattern.compile("#include \"(.*)\"");

  /// What makes programs different on one device.
  ///
  /// @param file a resource beside this class
  /// @param options definitions, such as `-DT=float`
  record Key(String file, String options) {}

  private final OpenCl cl;
  private final String file;
  private final long handle;
  private final Map<String, Kernel> kernels = new ConcurrentHashMap<>();

  private Program(OpenCl cl, String file, long handle) {
    this.cl = cl;
    this.file = file;
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
        return new Program(cl, key.file, handle);
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
    return new Program(cl, key.file, handle);
  }

  private static String options(Traits traits) {
    return "-cl-std=CL1.2"
        + (traits.roundsRoots() ? " -cl-fp32-correctly-rounded-divide-sqrt" : "")
        + (traits.computesDoubles() ? " -DDOUBLES" : "")
        + (traits.isGpu() ? " -DGPU -DLARGEST_GROUP=" + traits.group() : " -DCPU");
  }

  /// {@return the text of a file with what it includes, after lines that make the compiler count
  /// from the beginning of each}
  private static String source(String file) {
    var text = new StringBuilder("#line 1 \"%s\"\n".formatted(file));
    int number = 0;
    for (var line : resource(file).lines().toList()) {
      number++;
      var include = INCLUDE.matcher(line);
      if (include.matches()) {
        text.append(source(include.group(1)));
        text.append("#line %d \"%s\"\n".formatted(number + 1, file));
      } else {
        text.append(line).append('\n');
      }
    }
    return text.toString();
  }

  private static String resource(String file) {
    try (var in = Program.class.getResourceAsStream(file)) {
      if (in == null) {
        throw new IllegalStateException("The jar lacks " + file + ".");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Kernel kernel(String name) {
    var kernel = kernels.get(name);
    return kernel != null ? kernel : kernels.computeIfAbsent(name, this::create);
  }

  private Kernel create(String name) {
    return new Kernel(cl.createKernel(handle, name), name + " of " + file);
  }
}
