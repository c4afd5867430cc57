package io.ligature.benchmarks.peers;

import java.util.Locale;

/// Something to do, small enough to be done again and again.
public sealed interface Work {
  /// {@return how the command and the table call it}
  String name();

  /// {@return the learning rate with which 50 steps are compared}
  default double rate() {
    return 0;
  }

  /// {@return after how many steps losses are compared}
  default int steps() {
    return 1;
  }

  /// {@return what a step amounts to, in [#unit] times 10⁻⁹ s; 0 if time itself is the measure}
  default double amount() {
    return 0;
  }

  /// {@return what the table counts in}
  default String unit() {
    return "µs";
  }

  /// A product of matrices, `(m, k)` times `(k, n)`.
  ///
  /// @param kind NN, NT or TN: which operand is stored transposed
  record Product(int m, int n, int k, String kind) implements Work {
    @Override
    public String name() {
      var size = m == n && n == k ? "%d".formatted(m) : "%dx%dx%d".formatted(m, n, k);
      return "sgemm-" + size + "-" + kind.toLowerCase(Locale.ROOT);
    }

    /// {@return whether the left operand is stored as `(k, m)`}
    public boolean left() {
      return kind.charAt(0) == 'T';
    }

    /// {@return whether the right operand is stored as `(n, k)`}
    public boolean right() {
      return kind.charAt(1) == 'T';
    }

    /// {@return the left operand as it is stored}
    public float[] a() {
      return Numbers.normal(3, m * k);
    }

    /// {@return the right operand as it is stored}
    public float[] b() {
      return Numbers.normal(4, k * n);
    }

    @Override
    public double amount() {
      return 2.0 * m * n * k;
    }

    @Override
    public String unit() {
      return "GFLOP/s";
    }
  }

  /// A function of every element, or row, of a matrix of 1024 x 1024.
  record Elementwise(Function function) implements Work {
    /// The side of the matrix.
    public static final int SIDE = 1024;

    @Override
    public String name() {
      return function.name().toLowerCase(Locale.ROOT);
    }

    /// {@return the elements}
    public float[] x() {
      return Numbers.normal(5, SIDE * SIDE);
    }

    @Override
    public double amount() {
      return 8.0 * SIDE * SIDE; // read once, written once
    }

    @Override
    public String unit() {
      return "GB/s";
    }
  }

  /// Which function.
  enum Function {
    EXP,
    TANH,
    /// The exact one, by erf.
    GELU,
    /// Of the last axis.
    SOFTMAX
  }

  /// Forward, loss, backward and update on one batch.
  ///
  /// @param adam rather than plain SGD
  record Training(Net net, boolean adam) implements Work {
    @Override
    public String name() {
      return net.name().toLowerCase(Locale.ROOT) + (adam ? "-adam" : "-sgd");
    }

    @Override
    public double rate() {
      return adam ? 1e-4 : 1e-2;
    }

    @Override
    public int steps() {
      return 50;
    }
  }

  /// Forward alone.
  record Inference(Net net, int batch) implements Work {
    @Override
    public String name() {
      return net.name().toLowerCase(Locale.ROOT) + "-infer-" + batch;
    }
  }

  /// A fresh process to the end of its first step of training the smallest net.
  ///
  /// @param cold whether nothing of the files is in memory
  record Start(boolean cold) implements Work {
    /// How every start is called, with or without more behind it.
    static final String NAME = "start";

    @Override
    public String name() {
      return cold ? NAME + "-cold" : NAME;
    }

    @Override
    public String unit() {
      return "ms";
    }
  }
}
