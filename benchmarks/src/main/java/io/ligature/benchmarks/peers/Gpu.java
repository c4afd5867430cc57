package io.ligature.benchmarks.peers;

import io.ligature.Device;
import io.ligature.Dispatch;
import io.ligature.Memory;
import io.ligature.Tensor;
import io.ligature.nn.LayerNorm;
import io.ligature.npy.Npy;
import io.ligature.op.Op;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/// Ligature and PyTorch on a GPU, in turns.
///
/// ```text
/// java -Dligature.backend=opencl:0 ... io.ligature.benchmarks.peers.Gpu WORKS COMMAND...
/// ```
///
/// WORKS is a regular expression for names, and COMMAND starts `torch_gpu.py`, which stands beside
/// the peers in Java: `python3 benchmarks/src/peers/python/torch_gpu.py`. Launches of a round are
/// made one after another and waited for at its end; a step of training ends with its loss. Losses
/// of nets are compared after 50 steps. Prints a table.
public final class Gpu {
  private static final long ROWS = 1 << 14;
  private static final long COLUMNS = 1 << 12;
  private static final long BYTES = 4 * ROWS * COLUMNS;
  private static final int ROUNDS = 5;
  private static final long MILLIS = 100;
  private static final long WARM = 200;
  private static final double TOLERANCE = 1e-3; // products round in another order, and to TF32

  /// @param amount what a step amounts to, in [#unit] times 10⁻⁹ s; 0 if time is the measure
  /// @param make readies the step
  private record Task(String name, double amount, String unit, Supplier<Runnable> make) {}

  private final BufferedReader from;
  private final Writer to;

  private Gpu(Process peer) {
    from = peer.inputReader();
    to = peer.outputWriter();
  }

  /// Measures.
  ///
  /// @param args which works, and the peer's command
  public static void main(String[] args) throws Exception {
    var command = Arrays.copyOfRange(args, 1, args.length);
    var process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    try {
      var gpu = new Gpu(process);
      System.out.printf(
          "| | |%n|---|---|%n| Ligature | %s |%n", described(Device.current().toString()));
      System.out.printf("| PyTorch | %s |%n", gpu.hear("hello"));
      System.out.printf("| JDK | %s |%n%n", Runtime.version());
      System.out.println("| work | Ligature | PyTorch | unit | Ligature is ahead |");
      System.out.println("|---|--:|--:|---|--:|");
      var wanted = Pattern.compile(args[0]);
      for (var task : tasks()) {
        if (wanted.matcher(task.name).find()) {
          gpu.measure(task);
          Memory.trim();
        }
      }
      for (var work :
          List.of(
              new Work.Training(Net.MLP, false),
              new Work.Training(Net.MLP, true),
              new Work.Training(Net.WIDE, false),
              new Work.Training(Net.LENET, false),
              new Work.Training(Net.ENCODER, false))) {
        if (wanted.matcher(work.name()).find()) {
          gpu.train(work);
        }
      }
    } finally {
      process.destroyForcibly();
    }
  }

  private static String described(String device) {
    return Device.all()
        .toString()
        .lines()
        .filter(line -> line.startsWith(device))
        .findFirst()
        .orElse(device)
        .replaceAll(" +", " ");
  }

  // ---- what is done

  private static List<Task> tasks() {
    var all = new ArrayList<Task>();
    for (int side : new int[] {1024, 2048, 4096, 8192}) {
      for (var kind : List.of("nn", "nt", "tn")) {
        all.add(
            new Task(
                "sgemm-" + side + "-" + kind,
                2.0 * side * side * side,
                "TFLOP/s",
                () -> product(side, kind)));
      }
    }
    Map<String, Supplier<Runnable>> maps = new LinkedHashMap<>();
    maps.put("copy", () -> into(new Op.Copy(Tensor.zeros(1).dtype())));
    maps.put("relu", () -> result(Tensor::relu));
    maps.put("exp", () -> result(Tensor::exp));
    maps.put("tanh", () -> result(Tensor::tanh));
    maps.put("sigmoid", () -> result(Tensor::sigmoid));
    maps.put("gelu", () -> result(Tensor::gelu));
    maps.put("softmax", () -> result(x -> x.softmax(-1)));
    maps.put("layernorm", Gpu::norm);
    maps.put("transpose", () -> result(x -> x.t().contiguous()));
    maps.forEach((name, make) -> all.add(new Task(name, 2 * BYTES, "GB/s", make)));
    all.add(new Task("add", 3 * BYTES, "GB/s", Gpu::sum));
    all.add(new Task("sum", BYTES, "GB/s", () -> result(Tensor::sum)));
    all.add(new Task("sum-rows", BYTES, "GB/s", () -> result(x -> x.sum(1))));
    all.add(new Task("sum-columns", BYTES, "GB/s", () -> result(x -> x.sum(0))));
    return all;
  }

  private static Runnable product(int side, String kind) {
    var a = Tensor.randn(side, side);
    var b = Tensor.randn(side, side);
    var left = kind.charAt(0) == 't' ? a.t() : a;
    var right = kind.charAt(1) == 't' ? b.t() : b;
    var y = Tensor.zeros(side, side);
    return () -> Dispatch.into(y, Op.MatMul.OP, left, right);
  }

  private static Runnable into(Op.Copy copy) {
    var x = Tensor.randn(ROWS, COLUMNS);
    var y = Tensor.zeros(ROWS, COLUMNS);
    return () -> Dispatch.into(y, copy, x);
  }

  private static Runnable sum() {
    var x = Tensor.randn(ROWS, COLUMNS);
    return result(y -> y.plus(x));
  }

  private static Runnable norm() {
    var norm = new LayerNorm(COLUMNS);
    return result(norm::predict);
  }

  private static Runnable result(UnaryOperator<Tensor> work) {
    var x = Tensor.randn(ROWS, COLUMNS);
    return () -> Memory.scope(() -> work.apply(x).size());
  }

  // ---- measuring

  private void measure(Task task) throws IOException {
    say("prepare " + task.name);
    hear("ready");
    var step = task.make.get();
    compare(task.name, step, task.amount, task.unit);
  }

  private void train(Work.Training work) throws IOException {
    var folder = Files.createTempDirectory("gpu");
    save(work.net(), folder);
    say("train " + work.name() + " " + folder);
    double theirs = Double.parseDouble(hear("loss"));
    var rival = new Ligature();
    rival.prepare(work, work.rate());
    for (int i = 0; i < work.steps(); i++) {
      rival.step();
    }
    double ours = rival.loss();
    if (!(Math.abs(ours - theirs) <= TOLERANCE * Math.max(1, Math.abs(theirs)))) {
      System.out.printf("| %s | void: a loss of %s, and %s |%n", work.name(), ours, theirs);
      return;
    }
    compare(work.name(), rival::step, 0, "µs");
  }

  private static void save(Net net, Path folder) {
    save(folder, "x", net.examples(net.batch()), net.inputs(net.batch()));
    if (net.classes() == 0) {
      save(folder, "y", net.targets(), net.outputs(net.batch()));
    } else {
      var labels = IntStream.of(net.labels()).asLongStream().toArray();
      Npy.save(folder.resolve("y.npy"), Device.of("cpu").with(() -> Tensor.of(labels)));
    }
    int number = 0;
    for (var weight : net.weights()) {
      save(folder, "w" + number++, weight.values(), weight.extents());
    }
  }

  private static void save(Path folder, String name, float[] values, int[] extents) {
    var shape = IntStream.of(extents).asLongStream().toArray();
    Npy.save(folder.resolve(name + ".npy"), Device.of("cpu").with(() -> Tensor.of(values, shape)));
  }

  private void compare(String name, Runnable step, double amount, String unit) throws IOException {
    nanos(step, WARM);
    round(WARM);
    var ours = new double[ROUNDS];
    var theirs = new double[ROUNDS];
    var ratios = new double[ROUNDS];
    for (int i = 0; i < ROUNDS; i++) {
      ours[i] = nanos(step, MILLIS);
      theirs[i] = round(MILLIS);
      ratios[i] = theirs[i] / ours[i];
    }
    var ratio = Quartiles.of(Arrays.stream(ratios));
    System.out.printf(
        Locale.ROOT,
        "| %s | %.1f | %.1f | %s | **%.2f** (%.2f to %.2f) |%n",
        name,
        shown(Quartiles.of(Arrays.stream(ours)).median(), amount, unit),
        shown(Quartiles.of(Arrays.stream(theirs)).median(), amount, unit),
        unit,
        ratio.median(),
        ratio.first(),
        ratio.third());
  }

  private static double shown(double nanos, double amount, String unit) {
    if (amount == 0) {
      return nanos / 1000;
    }
    return amount / nanos / (unit.startsWith("T") ? 1000 : 1);
  }

  /// {@return the mean time of a step, over so many milliseconds}
  private static double nanos(Runnable step, long millis) {
    finish();
    long begin = System.nanoTime();
    long done = 0;
    long passed;
    int batch = 1;
    do {
      for (int i = 0; i < batch; i++) {
        step.run();
      }
      finish();
      done += batch;
      passed = System.nanoTime() - begin;
      batch *= 2;
    } while (passed < millis * 1_000_000);
    return (double) passed / done;
  }

  private static void finish() {
    Device.current().backend().synchronize();
  }

  private double round(long millis) throws IOException {
    say("round " + millis);
    return Double.parseDouble(hear("nanos"));
  }

  private void say(String line) throws IOException {
    to.write(line + "\n");
    to.flush();
  }

  private String hear(String about) throws IOException {
    for (var line = from.readLine(); line != null; line = from.readLine()) {
      if (line.startsWith(about)) {
        return line.substring(about.length()).strip();
      }
    }
    throw new IOException("The peer ended before it said '" + about + "'.");
  }
}
