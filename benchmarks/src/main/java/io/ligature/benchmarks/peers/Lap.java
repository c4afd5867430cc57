package io.ligature.benchmarks.peers;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/// The process in which one rival does one work: it tells the loss, warms up, and then does a round
/// whenever it is told to.
///
/// What is for [Racer] begins with [#MARK]; whatever else a library prints is passed over.
public final class Lap {
  static final String MARK = "lap ";

  /// While time is taken, nets stand still: one that has learned its batch by heart has gradients
  /// too small to be ordinary numbers, and those are slow.
  private static final double STILL = 1e-6;

  private static final PrintStream OUT =
      new PrintStream(System.out, true, StandardCharsets.UTF_8); // before a library turns it

  private Lap() {}

  /// Does what [Racer] says.
  ///
  /// @param args the rival's class, the work's name, how long to warm up in ms
  public static void main(String[] args) throws Exception {
    var type = Class.forName(args[0]).asSubclass(Rival.class);
    var rival = type.getDeclaredConstructor().newInstance();
    Work work;
    try {
      if (args[1].startsWith(Work.Start.NAME)) {
        start(rival); // before the list of all works, which would take part of the time
      }
      work = Works.named(args[1]);
      rival.prepare(work, work.rate());
    } catch (UnsupportedOperationException e) {
      say("cannot " + e.getMessage());
      return;
    }
    for (int i = 0; i < work.steps(); i++) {
      rival.step();
    }
    say("loss " + rival.loss());
    rival.prepare(work, work.rate() * STILL);
    nanos(rival, Long.parseLong(args[2]));
    say("ready");
    var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (var line = in.readLine(); line != null; line = in.readLine()) {
      long millis = Long.parseLong(line);
      nanos(rival, millis / 8); // caches and threads after a pause
      say("nanos " + nanos(rival, millis));
    }
    Runtime.getRuntime().halt(0); // threads of libraries may linger
  }

  private static void start(Rival rival) throws Exception {
    var work = new Work.Training(Net.TINY, false);
    rival.prepare(work, work.rate());
    rival.step();
    say("loss " + rival.loss());
    say("peak " + peak());
    Runtime.getRuntime().halt(0);
  }

  /// The mean time of a step, over at least so many milliseconds.
  private static double nanos(Rival rival, long millis) throws Exception {
    long begin = System.nanoTime();
    long done = 0;
    long passed;
    int batch = 1;
    do {
      for (int i = 0; i < batch; i++) {
        rival.step();
      }
      done += batch;
      passed = System.nanoTime() - begin;
      if (passed < 1_000_000) {
        batch *= 2;
      }
    } while (passed < millis * 1_000_000);
    return (double) passed / done;
  }

  private static long peak() throws IOException {
    for (var line : Files.readAllLines(Path.of("/proc/self/status"))) {
      if (line.startsWith("VmHWM:")) {
        return 1024 * Long.parseLong(line.replaceAll("\\D", ""));
      }
    }
    throw new IOException("/proc/self/status has no VmHWM");
  }

  private static void say(String line) {
    OUT.println(MARK + line);
  }
}
