package io.ligature.nn.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ligature.Tensor;
import io.ligature.nn.Block;
import io.ligature.nn.data.Csv;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A training that is killed, which nothing in it can notice, and goes on in another process.
class KilledTrainingTest {
  private static final int KILLS = 20;
  private static final int IN_THE_MIDDLE = 5;
  private static final int MOST_MILLIS = 400; // of a life; a whole training takes some more

  @Test
  @Timeout(120)
  void killedTwentyTimesItEndsWithTheSameBits(@TempDir Path folder) throws Exception {
    var whole = Files.createDirectory(folder.resolve("whole"));
    end(start(whole));
    var random = new Random(7);
    var steps = new TreeSet<Long>(); // where lives began
    int kills = 0;
    for (int run = 0; kills < KILLS; run++) {
      var killed = Files.createDirectory(folder.resolve("killed" + run));
      boolean ended = false;
      while (!ended) {
        var child = start(killed);
        steps.add(begun(child));
        if (kills < KILLS) {
          ended = child.waitFor(random.nextInt(MOST_MILLIS * 1000), TimeUnit.MICROSECONDS);
        }
        if (ended || kills == KILLS) {
          end(child);
          ended = true;
        } else {
          child.destroyForcibly().waitFor(); // SIGKILL where there is one
          kills++;
        }
      }
      assertSame(whole, killed);
    }
    assertTrue(steps.size() > KILLS / 4, () -> "lives began after steps " + steps);
  }

  /// Kills as soon as the temporary file of a checkpoint is there, and counts those kills that left
  /// it behind: they fell between its first byte and its new name.
  @Test
  @Timeout(120)
  void killedInTheMiddleOfSavingItEndsWithTheSameBits(@TempDir Path folder) throws Exception {
    var whole = Files.createDirectory(folder.resolve("whole"));
    end(start(whole));
    int caught = 0;
    int lives = 0;
    for (int run = 0; caught < IN_THE_MIDDLE; run++) {
      var killed = Files.createDirectory(folder.resolve("killed" + run));
      var child = start(killed);
      while (caught < IN_THE_MIDDLE && killedWhileSaving(child, killed)) {
        caught += unfinished(killed) ? 1 : 0;
        int count = caught;
        assertTrue(++lives < 100, () -> "of 100 kills " + count + " fell into saving");
        child = start(killed);
      }
      end(child);
      assertSame(whole, killed);
    }
  }

  /// {@return whether it was killed, and had not ended by itself}
  private static boolean killedWhileSaving(Process child, Path folder) throws Exception {
    while (child.isAlive()) {
      if (unfinished(folder)) {
        child.destroyForcibly().waitFor();
        return true;
      }
    }
    return false;
  }

  private static boolean unfinished(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.anyMatch(
          file -> file.getFileName().toString().matches("\\.run\\.safetensors\\..*\\.tmp"));
    }
  }

  private static void assertSame(Path whole, Path killed) throws IOException {
    for (var name : List.of("model.safetensors", "average.safetensors", "best.safetensors")) {
      assertArrayEquals(
          Files.readAllBytes(whole.resolve(name)), Files.readAllBytes(killed.resolve(name)), name);
    }
    assertEquals(logged(whole), logged(killed));
    try (Stream<Path> left = Files.list(killed)) {
      assertEquals(
          "[average.safetensors, best.safetensors, log.csv, model.safetensors, run.safetensors]",
          left.map(file -> file.getFileName().toString())
              // but for what the survivor was killed in that it saves after its training
              .filter(name -> !name.matches("\\.(model|average)\\.safetensors\\..*\\.tmp"))
              .sorted()
              .toList()
              .toString());
    }
  }

  /// {@return what a log says of all epochs; not how long the last part of each took}
  private static List<List<String>> logged(Path folder) {
    var log = Csv.read(folder.resolve("log.csv"));
    return Stream.of("epoch", "step", "loss", "val.loss", "lr").map(log::strings).toList();
  }

  private static Process start(Path folder) throws IOException {
    var classes =
        Stream.of(
                Survivor.class.getName(),
                Block.class.getName(),
                Tensor.class.getName(),
                "io.ligature.autograd.Grad",
                "io.ligature.cpu.CpuProvider")
            .map(KilledTrainingTest::home)
            .distinct()
            .collect(Collectors.joining(File.pathSeparator));
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-Dligature.backend=cpu",
            "-cp",
            classes,
            Survivor.class.getName(),
            folder.toString())
        .redirectErrorStream(true)
        .start();
  }

  private static String home(String type) {
    try {
      var source = Class.forName(type).getProtectionDomain().getCodeSource();
      return Path.of(source.getLocation().toURI()).toString();
    } catch (ReflectiveOperationException | java.net.URISyntaxException e) {
      throw new AssertionError(e);
    }
  }

  /// {@return the step that the child says it goes on from}
  private static long begun(Process child) throws IOException {
    var line = reader(child).readLine();
    assertTrue(line != null && line.matches("\\d+"), () -> "the child said " + line);
    return Long.parseLong(line);
  }

  private static BufferedReader reader(Process child) {
    return child.inputReader();
  }

  private static void end(Process child) throws IOException, InterruptedException {
    var said = reader(child).lines().collect(Collectors.joining("\n"));
    assertEquals(0, child.waitFor(), said);
  }
}
