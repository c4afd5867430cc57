package io.ligature.benchmarks.peers;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The process of one rival, as the command sees it.
final class Racer implements AutoCloseable {
  private final Entrant entrant;
  private final Process process;
  private final Path errors;
  private final BufferedReader from;
  private final Writer to;

  Racer(Entrant entrant, int threads, String... arguments) throws IOException {
    this.entrant = entrant;
    errors = Files.createTempFile("peers", ".log");
    var builder =
        new ProcessBuilder(entrant.command(threads, List.of(arguments)))
            .redirectError(errors.toFile());
    for (var variable : List.of("OMP", "MKL", "OPENBLAS")) {
      builder.environment().put(variable + "_NUM_THREADS", Integer.toString(threads));
    }
    builder.environment().remove("OPENBLAS_CORETYPE"); // it is to see the processor for itself
    process = builder.start();
    // a stopped process would wait for ever, were the command broken off
    Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
    from = process.inputReader();
    to = process.outputWriter();
  }

  Entrant entrant() {
    return entrant;
  }

  /// {@return what is said about something; null if the rival cannot do the work}
  ///
  /// @throws IOException if the process ended instead
  @Nullable String hear(String about) throws IOException {
    for (var line = from.readLine(); line != null; line = from.readLine()) {
      if (line.startsWith(Lap.MARK + "cannot")) {
        return null;
      }
      if (line.startsWith(Lap.MARK + about)) {
        return line.substring(Lap.MARK.length() + about.length()).strip();
      }
    }
    throw new IOException(
        "%s ended before it said '%s':%n%s"
            .formatted(entrant.name(), about, Files.readString(errors)));
  }

  /// {@return the time of a step in ns, over a round of so many ms}
  double round(long millis) throws IOException {
    signal("CONT");
    to.write(millis + "\n");
    to.flush();
    var nanos = hear("nanos");
    rest();
    if (nanos == null) {
      throw new IOException(entrant.name() + " gave up.");
    }
    return Double.parseDouble(nanos);
  }

  /// Stops the process until its next round: threads that spin for work would take the others'
  /// time.
  void rest() throws IOException {
    signal("STOP");
  }

  @Override
  public void close() {
    try {
      process.destroyForcibly().waitFor();
      Files.deleteIfExists(errors);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void signal(String name) throws IOException {
    try {
      new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start().waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
