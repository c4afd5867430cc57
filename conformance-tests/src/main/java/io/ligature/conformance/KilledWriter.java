package io.ligature.conformance;

import io.ligature.Device;
import io.ligature.nn.Init;
import io.ligature.nn.Linear;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// A program that saves a model to one file again and again, until somebody kills it: all zeros and
/// all ones in turn.
final class KilledWriter {
  private static final List<String> PASSED_ON =
      List.of("--add-modules", "--enable-native-access", "-D", "-X");

  private KilledWriter() {}

  /// {@return a model of some megabytes, which take a while to write}
  static Linear model() {
    return new Linear(1000, 2000);
  }

  public static void main(String[] args) {
    Device.of(args[0])
        .with(
            () -> {
              var model = model();
              for (int i = 0; ; i++) {
                model.initialize(Init.constant(i % 2));
                model.save(Path.of(args[1]));
              }
            });
  }

  /// Runs the program, and kills it while it writes.
  ///
  /// @return whether it had begun a file that it did not finish
  static boolean run(Device device, Path file) throws IOException, InterruptedException {
    Files.deleteIfExists(file);
    var writer = new ProcessBuilder(command(device, file)).inheritIO().start();
    try {
      while (!(Files.exists(file) && isWriting(file))) {
        if (!writer.isAlive()) {
          throw new IllegalStateException("the writer ended with " + writer.exitValue());
        }
        Thread.onSpinWait();
      }
    } finally {
      writer.destroyForcibly().waitFor();
    }
    return isWriting(file);
  }

  private static boolean isWriting(Path file) throws IOException {
    try (var names = Files.list(file.resolveSibling(""))) {
      return names.count() > 1;
    }
  }

  /// This Java again, with the flags that the backend may need.
  private static List<String> command(Device device, Path file) {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    for (var flag : ManagementFactory.getRuntimeMXBean().getInputArguments()) {
      if (PASSED_ON.stream().anyMatch(flag::startsWith)) {
        command.add(flag);
      }
    }
    var module = KilledWriter.class.getModule();
    var entry = KilledWriter.class.getName();
    if (module.isNamed()) {
      command.addAll(List.of("-p", System.getProperty("jdk.module.path")));
      command.addAll(List.of("--add-modules", "ALL-MODULE-PATH"));
      command.addAll(List.of("-m", module.getName() + "/" + entry));
    } else {
      command.addAll(List.of("-cp", System.getProperty("java.class.path"), entry));
    }
    command.addAll(List.of(device.name(), file.toString()));
    return command;
  }
}
