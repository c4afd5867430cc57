package io.ligature.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.ligature.Tensor;
import io.ligature.nn.Block;
import java.io.File;
import java.io.IOException;
import java.lang.module.ModuleFinder;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.ToolProvider;

/// Somebody's module with a model, compiled and loaded beside Ligature.
final class ClosedModule {
  private ClosedModule() {}

  /// {@return a new block of a class whose module opens its package to nobody}
  ///
  /// @param name of the class
  /// @param body of the class, without `forward`
  static Block block(Path folder, String name, String body) throws Exception {
    return block(folder, name, body, "");
  }

  /// {@return a new block of a class whose module opens its package to everybody}
  static Block opened(Path folder, String name, String body) throws Exception {
    return block(folder, name, body, "opens models;");
  }

  private static Block block(Path folder, String name, String body, String directives)
      throws Exception {
    compile(folder, name, body, directives);
    var parent = ModuleLayer.boot();
    var configuration =
        parent
            .configuration()
            .resolve(ModuleFinder.of(folder), ModuleFinder.of(), Set.of("closed"));
    var controller =
        ModuleLayer.defineModulesWithOneLoader(
            configuration, List.of(parent), Block.class.getClassLoader());
    var module = controller.layer().findModule("closed").orElseThrow();
    for (var used : List.of(Block.class, Tensor.class)) {
      controller.addReads(module, used.getModule());
    }
    return (Block)
        module.getClassLoader().loadClass("models." + name).getMethod("make").invoke(null);
  }

  private static void compile(Path folder, String name, String body, String directives)
      throws IOException, URISyntaxException {
    var compiler = ToolProvider.getSystemJavaCompiler();
    assumeTrue(compiler != null, "this Java has no compiler");
    var info = folder.resolve("module-info.java");
    Files.writeString(info, "module closed { exports models; %s }".formatted(directives));
    var source = Files.createDirectories(folder.resolve("models")).resolve(name + ".java");
    Files.writeString(
        source,
        """
        package models;

        import io.ligature.*;
        import io.ligature.nn.*;
        import java.util.*;
        import java.util.function.*;

        public class %1$s extends Block {
        %2$s
          public static Block make() {
            return new %1$s();
          }

          @Override
          protected Tensor forward(Tensor x) {
            return x;
          }
        }
        """
            .formatted(name, body));
    int errors =
        compiler.run(
            null,
            null,
            null,
            "-proc:none",
            "-nowarn",
            "--add-reads",
            "closed=ALL-UNNAMED",
            "-cp",
            classPath(),
            "-d",
            folder.toString(),
            info.toString(),
            source.toString());
    assertEquals(0, errors, "the module does not compile");
  }

  /// {@return where the classes of Ligature are, which may be modules here or on the class path}
  private static String classPath() throws URISyntaxException {
    return Stream.of(Block.class, Tensor.class)
        .map(used -> used.getProtectionDomain().getCodeSource().getLocation())
        .map(location -> new File(location.getPath()).toString())
        .collect(Collectors.joining(File.pathSeparator));
  }
}
