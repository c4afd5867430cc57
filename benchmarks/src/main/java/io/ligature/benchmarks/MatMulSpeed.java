package io.ligature.benchmarks;

import io.ligature.Device;
import io.ligature.Dispatch;
import io.ligature.Tensor;
import io.ligature.op.Op;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// How fast matrices are multiplied, in 10⁹ operations a second and as a share of the peak of as
/// many threads, which is measured right before each.
///
/// ```text
/// java --add-modules jdk.incubator.vector -Dligature.threads=1 ... io.ligature.benchmarks.MatMulSpeed 512x512x512 64x784x256
/// ```
///
/// Sizes are M x N x K; `t` behind a side means that it is stored transposed. Medians, and the best
/// in brackets.
public final class MatMulSpeed {
  private static final List<String> SIZES =
      List.of(
          "64x64x64",
          "128x128x128",
          "256x256x256",
          "512x512x512",
          "1024x1024x1024",
          "2048x2048x2048",
          "64x256x784",
          "64x128x256",
          "64x10x128",
          "256x1024x1024",
          "128x4096x1024",
          "1x1024x1024",
          "8x1024x1024");

  private MatMulSpeed() {}

  /// Prints a table.
  public static void main(String[] args) {
    var sizes = args.length == 0 ? SIZES : List.of(args);
    int threads =
        Integer.getInteger("ligature.threads", Runtime.getRuntime().availableProcessors());
    int warm = Integer.getInteger("warm", 200);
    for (int i = 0; i < 50; i++) {
      Peak.gflops();
    }
    System.out.println(
        "device "
            + Device.best()
            + ", threads "
            + threads
            + ", GFLOP/s and share of "
            + threads
            + " times the peak of one");
    System.out.printf("%-16s %22s %22s %22s%n", "M x N x K", "NN", "NT", "TN");
    for (var size : sizes) {
      var parts = Arrays.stream(size.split("x")).mapToInt(Integer::parseInt).toArray();
      var line = new StringBuilder("%-16s".formatted(size));
      for (var kind : List.of("NN", "NT", "TN")) {
        line.append(" ").append(measure(parts[0], parts[1], parts[2], kind, threads, warm));
      }
      System.out.println(line);
    }
  }

  private static String measure(int m, int n, int k, String kind, int threads, int warm) {
    var a = kind.charAt(0) == 'T' ? Tensor.randn(k, m).t() : Tensor.randn(m, k);
    var b = kind.charAt(1) == 'T' ? Tensor.randn(n, k).t() : Tensor.randn(k, n);
    var c = Tensor.zeros(m, n);
    double operations = 2.0 * m * n * k;
    int repeats = (int) Math.clamp(2e8 / operations, 1, 5000);
    long until = System.nanoTime() + warm * 1_000_000L;
    while (System.nanoTime() < until) {
      Dispatch.into(c, Op.MatMul.OP, a, b);
    }
    var speeds = new ArrayList<Double>();
    var shares = new ArrayList<Double>();
    for (int round = 0; round < 9; round++) {
      double peak = Peak.gflops() * threads;
      long begin = System.nanoTime();
      for (int i = 0; i < repeats; i++) {
        Dispatch.into(c, Op.MatMul.OP, a, b);
      }
      double speed = operations * repeats / (System.nanoTime() - begin);
      speeds.add(speed);
      shares.add(speed / peak);
    }
    speeds.sort(null);
    shares.sort(null);
    return "%6.1f [%6.1f] %5.2f".formatted(speeds.get(4), speeds.get(8), shares.get(4));
  }
}
