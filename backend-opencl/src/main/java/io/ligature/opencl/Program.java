package io.ligature.opencl;

import io.ligature.BackendException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// A source file, built for a device with some options.
final class Program {
  private static final String PRELUDE = "prelude.cl";
  private static final Pattern INCLUDE = Pattern.compile("#include \"(.*)\"");
  private static final Pattern PLACE = Pattern.compile("(\\w+\\.cl):(\\d{1,6})\\b");
  private static final Pattern THROUGH = Pattern.compile("<kernel>:(\\d{1,6})\\b");
  private static final Pattern BEGIN = Pattern.compile("#line (\\d+) \"(.*)\"");
  private static final Pattern UNROLL =
      Pattern.compile("#pragma unroll|_Pragma\\(\"unroll[^)]*\\)");
  private static final Pattern LARGE_TILE = Pattern.compile("-DPER=[48]");
  private static final int MOST_LINES = 5;

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
    if (traits.isPocl()) {
      source = UNROLL.matcher(source).replaceAll(""); // which takes it seconds a kernel
    }
    var options = options(traits, key);
    var name =
        ProgramCache.name(source, options, traits.platform(), traits.name(), traits.driver());
    var cached = cache.read(name);
    if (cached.isPresent()) {
      var known = load(cl, context, device, cached.get(), options);
      if (known.isPresent()) {
        return new Program(cl, key.file, known.get());
      }
    }
    var program = compile(cl, context, device, traits, source, options, key);
    cache.write(name, () -> cl.binary(program.handle));
    return program;
  }

  /// {@return a program from its binary, if the driver still wants it}
  private static Optional<Long> load(
      OpenCl cl, long context, long device, byte[] binary, String options) {
    long handle;
    try {
      handle = cl.createProgram(context, device, binary);
    } catch (OpenClException e) {
      return Optional.empty();
    }
    try {
      cl.build(handle, device, options);
      return Optional.of(handle);
    } catch (OpenClException e) {
      cl.releaseProgram(handle);
      return Optional.empty();
    }
  }

  private static Program compile(
      OpenCl cl, long context, long device, Traits traits, String source, String options, Key key) {
    long handle = cl.createProgram(context, source);
    try {
      cl.build(handle, device, options);
    } catch (OpenClException e) {
      var log = placed(log(cl, handle, device), source);
      cl.releaseProgram(handle);
      throw new BackendException(
          "The driver of %s cannot compile %s with%s. It answers %s to %s.%s%s"
              .formatted(
                  traits.name(),
                  key.file,
                  key.options,
                  OpenClException.name(e.status()),
                  e.function(),
                  log.isEmpty() ? " " + OpenClException.advice(e.status()) : "\n" + log,
                  lines(log)),
          e);
    }
    return new Program(cl, key.file, handle);
  }

  private static String log(OpenCl cl, long handle, long device) {
    try {
      return cl.buildLog(handle, device);
    } catch (OpenClException e) {
      return "";
    }
  }

  /// {@return a log with files and their lines, where NVIDIA's driver counts lines through}
  static String placed(String log, String source) {
    var lines = source.lines().toList();
    return THROUGH.matcher(log).replaceAll(place -> place(lines, Integer.parseInt(place.group(1))));
  }

  private static String place(List<String> lines, int number) {
    for (int i = Math.min(number, lines.size()) - 1; i >= 0; i--) {
      var begin = BEGIN.matcher(lines.get(i));
      if (begin.matches()) {
        return begin.group(2) + ":" + (Integer.parseInt(begin.group(1)) + number - i - 2);
      }
    }
    return "line " + number;
  }

  /// {@return the lines of our sources that a log names first}
  private static String lines(String log) {
    return PLACE
        .matcher(log)
        .results()
        .map(place -> line(place.group(1), Integer.parseInt(place.group(2))))
        .distinct()
        .limit(MOST_LINES)
        .collect(Collectors.joining());
  }

  private static String line(String file, int number) {
    return Program.class.getResource(file) == null
        ? ""
        : resource(file)
            .lines()
            .skip(number - 1)
            .findFirst()
            .map(text -> "\n%s:%d is: %s".formatted(file, number, text.strip()))
            .orElse("");
  }

  private static String options(Traits traits, Key key) {
    // only tests run these on PoCL, and wait for its compiler rather than for kernels: but for
    // products with large tiles
    boolean inHaste = traits.isPocl() && traits.isGpu() && !LARGE_TILE.matcher(key.options).find();
    return "-cl-std=CL1.2 -w" // PoCL counts warnings on standard error
        + (traits.roundsRoots() ? " -cl-fp32-correctly-rounded-divide-sqrt" : "")
        + (inHaste ? " -cl-opt-disable" : "")
        + (traits.computesDoubles() ? " -DDOUBLES" : "")
        + (traits.isGpu() ? " -DGPU -DLARGEST_GROUP=" + traits.group() : " -DCPU")
        + key.options;
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
