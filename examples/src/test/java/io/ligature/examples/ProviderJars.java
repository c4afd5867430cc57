package io.ligature.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import javax.tools.ToolProvider;

/// Makes jars of small backends, as a third party would.
///
/// @param folder where sources, classes and jars go
/// @param classPath what the sources need
record ProviderJars(Path folder, List<Path> classPath) {
  private static final String SERVICE = "META-INF/services/io.ligature.spi.BackendProvider";

  /// {@return a jar with one provider, `acme.<type>`, that is registered}
  ///
  /// @param type its simple name, and in lower case the jar's
  /// @param body its members
  Path jar(String type, String body) throws IOException {
    return jar(
        type, "acme." + type, compile(type, source(type, "implements BackendProvider", body)));
  }

  /// {@return a jar with classes, and a service file with this text}
  Path jar(String name, String service, Path classes) throws IOException {
    var jar = folder.resolve(name.toLowerCase(Locale.ROOT) + ".jar");
    try (var out = new JarOutputStream(Files.newOutputStream(jar));
        var files = Files.walk(classes)) {
      for (var file : files.filter(Files::isRegularFile).toList()) {
        var entry = classes.relativize(file).toString().replace('\\', '/');
        write(out, entry, Files.readAllBytes(file));
      }
      if (!service.isEmpty()) {
        write(out, SERVICE, service.getBytes(StandardCharsets.UTF_8));
      }
    }
    return jar;
  }

  private static void write(JarOutputStream out, String name, byte[] bytes) throws IOException {
    out.putNextEntry(new JarEntry(name));
    out.write(bytes);
    out.closeEntry();
  }

  /// {@return the source of a class in the package acme}
  static String source(String type, String header, String body) {
    return
"""
    package acme;
    import io.ligature.spi.*;
    import java.util.List;
import java.util.Locale;
    public class %s %s {
    %s
    }
"""
        .formatted(type, header, body);
  }

  /// {@return the members of a provider that works}
  static String working(String name, int priority, boolean automatic) {
    return offering(
        name, priority, automatic, "return new io.ligature.cpu.CpuProvider().open(index);");
  }

  /// {@return the members of a provider that offers a device, and perhaps cannot open it}
  static String offering(String name, int priority, boolean automatic, String open) {
    var info = "new DeviceInfo(\"%s\", \"a test\", %d, %s)".formatted(name, priority, automatic);
    return body(name, "return new Probe.Available(List.of(" + info + "));", open);
  }

  /// {@return the members of a provider, from the statements of its methods}
  static String body(String name, String probe, String open) {
    return """
    public String name() { return "%s"; }
    public Probe probe() { %s }
    public Backend open(int index) { %s }
    """
        .formatted(name, probe, open);
  }

  /// {@return the folder of the classes of a source}
  Path compile(String type, String source) throws IOException {
    return javac(type, List.of("-cp", Child.path(classPath)), List.of(write(type, source)));
  }

  /// {@return the folder of the classes of a module}
  Path module(String type, String source, String descriptor, List<Path> modules)
      throws IOException {
    var sources = List.of(write(type, source), write("module-info", descriptor));
    return javac(type, List.of("-p", Child.path(modules)), sources);
  }

  private Path write(String type, String source) throws IOException {
    var file = folder.resolve("sources/" + type + ".java");
    Files.createDirectories(file.getParent());
    return Files.writeString(file, source);
  }

  private Path javac(String type, List<String> options, List<Path> sources) throws IOException {
    var classes = Files.createDirectories(folder.resolve("classes/" + type));
    var arguments = new ArrayList<>(List.of("-proc:none", "-d", classes.toString()));
    arguments.addAll(options);
    sources.forEach(source -> arguments.add(source.toString()));
    var compiler = ToolProvider.getSystemJavaCompiler();
    assertEquals(0, compiler.run(null, null, System.err, arguments.toArray(String[]::new)), type);
    return classes;
  }
}
