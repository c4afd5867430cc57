package io.ligature.conformance;

import io.ligature.spi.Backend;
import io.ligature.spi.BackendDecorator;
import io.ligature.spi.DeviceInfo;
import io.ligature.spi.Kernels;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/// Makes the device `cpu` wrong for a while: it stands between the right backend and the checks.
public final class Mutation implements BackendDecorator {
  private static volatile UnaryOperator<Backend> defect = UnaryOperator.identity();

  /// For the service loader.
  public Mutation() {}

  @Override
  public Backend decorate(DeviceInfo device, Backend backend) {
    return device.name().equals("cpu") ? new Changing(new Now(backend)) : backend;
  }

  /// Runs something with a backend that has a defect.
  static void with(UnaryOperator<Backend> wrong, Runnable work) {
    defect = wrong;
    try {
      work.run();
    } finally {
      defect = UnaryOperator.identity();
    }
  }

  /// The right backend, or what the defect makes of it now.
  private static final class Now implements Supplier<Backend> {
    private final Backend right;
    private UnaryOperator<Backend> applied = UnaryOperator.identity();
    private Backend found;

    Now(Backend right) {
      this.right = right;
      found = right;
    }

    @Override
    public synchronized Backend get() {
      if (applied != defect) {
        applied = defect;
        found = applied.apply(right);
      }
      return found;
    }
  }

  /// The checks ask for the kernels once, so these look anew at every call.
  private static final class Changing extends DelegatingBackend {
    private final Kernels kernels;

    Changing(Supplier<Backend> now) {
      super(now);
      kernels =
          new Intercepted(() -> now.get().kernels(), (_, in, out, right) -> right.accept(in, out));
    }

    @Override
    public Kernels kernels() {
      return kernels;
    }
  }
}
