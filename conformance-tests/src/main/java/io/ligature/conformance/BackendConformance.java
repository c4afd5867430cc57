package io.ligature.conformance;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;

/// Everything a backend must do. A backend's author inherits it and names the device:
///
/// ```java
/// class MyConformanceTest extends BackendConformance {
///   @Override
///   protected String backend() {
///     return "mine";
///   }
/// }
/// ```
///
/// Each group stands in a file of its own. Every case runs with the device as the default one and
/// with the default random stream restarted.
@ExtendWith(OnDevice.class)
public abstract class BackendConformance {
  /// For subclasses.
  protected BackendConformance() {}

  /// {@return the name of the device to try, such as `opencl:0`}
  protected abstract String backend();

  /// {@return whether the cases are skipped, with the reason, where the device is not available;
  /// otherwise they fail there}
  protected boolean mayBeMissing() {
    return false;
  }

  /// {@return how precise the backend means to be}
  protected Profile profile() {
    return Profile.IEEE;
  }

  /// Memory.
  @Nested
  @Tag("kernels")
  public class Memory extends StorageConformance {
    /// For JUnit.
    public Memory() {}
  }

  /// The kernel `fill`.
  @Nested
  @Tag("kernels")
  public class Fill extends FillConformance {
    /// For JUnit.
    public Fill() {}
  }

  /// The kernel `copy`.
  @Nested
  @Tag("kernels")
  public class Copy extends CopyConformance {
    /// For JUnit.
    public Copy() {}
  }

  /// The kernel `iota`.
  @Nested
  @Tag("kernels")
  public class Iota extends IotaConformance {
    /// For JUnit.
    public Iota() {}
  }

  /// The kernel `randomBits`.
  @Nested
  @Tag("kernels")
  public class RandomBits extends RandomBitsConformance {
    /// For JUnit.
    public RandomBits() {}
  }

  /// The kernel `unary`.
  @Nested
  @Tag("kernels")
  public class Unary extends UnaryConformance {
    /// For JUnit.
    public Unary() {}
  }

  /// The kernel `binary`.
  @Nested
  @Tag("kernels")
  public class Binary extends BinaryConformance {
    /// For JUnit.
    public Binary() {}
  }

  /// The kernel `compare`.
  @Nested
  @Tag("kernels")
  public class Compare extends CompareConformance {
    /// For JUnit.
    public Compare() {}
  }

  /// The kernel `where`.
  @Nested
  @Tag("kernels")
  public class Where extends WhereConformance {
    /// For JUnit.
    public Where() {}
  }

  /// The kernel `reduce`.
  @Nested
  @Tag("kernels")
  public class Reduce extends ReduceConformance {
    /// For JUnit.
    public Reduce() {}
  }

  /// The kernel `argReduce`.
  @Nested
  @Tag("kernels")
  public class ArgReduce extends ArgReduceConformance {
    /// For JUnit.
    public ArgReduce() {}
  }

  /// The kernel `scan`.
  @Nested
  @Tag("kernels")
  public class Scan extends ScanConformance {
    /// For JUnit.
    public Scan() {}
  }

  /// The kernel `matmul`.
  @Nested
  @Tag("kernels")
  public class MatMul extends MatMulConformance {
    /// For JUnit.
    public MatMul() {}
  }

  /// The kernel `gather`.
  @Nested
  @Tag("kernels")
  public class Gather extends GatherConformance {
    /// For JUnit.
    public Gather() {}
  }

  /// The kernel `scatter`.
  @Nested
  @Tag("kernels")
  public class Scatter extends ScatterConformance {
    /// For JUnit.
    public Scatter() {}
  }

  /// The kernel `sort`.
  @Nested
  @Tag("kernels")
  public class Sort extends SortConformance {
    /// For JUnit.
    public Sort() {}
  }

  /// Fused operations.
  @Nested
  @Tag("kernels")
  public class Fused extends FusedConformance {
    /// For JUnit.
    public Fused() {}
  }

  /// Gradients.
  @Nested
  @Tag("kernels")
  @Tag("gradients")
  public class Gradients extends GradientConformance {
    /// For JUnit.
    public Gradients() {}
  }

  /// Operations one after another.
  @Nested
  @Tag("kernels")
  @Tag("gradients")
  public class Chains extends ChainConformance {
    /// For JUnit.
    public Chains() {}
  }

  /// Promotion, broadcasting and views around the kernels.
  @Nested
  public class Tensors extends TensorConformance {
    /// For JUnit.
    public Tensors() {}
  }

  /// Access to parameters and their enumeration.
  @Nested
  public class Access extends AccessConformance {
    /// For JUnit.
    public Access() {}
  }

  /// Parameters under several names.
  @Nested
  public class Tying extends TyingConformance {
    /// For JUnit.
    public Tying() {}
  }

  /// Gradients over several passes.
  @Nested
  public class Accumulation extends AccumulationConformance {
    /// For JUnit.
    public Accumulation() {}
  }

  /// Shapes that the first input decides.
  @Nested
  public class Lazy extends LazyConformance {
    /// For JUnit.
    public Lazy() {}
  }

  /// Saving, loading and what is refused.
  @Nested
  public class State extends StateConformance {
    /// For JUnit.
    public State() {}
  }

  /// Models as pure functions of their parameters.
  @Nested
  public class Functional extends FunctionalConformance {
    /// For JUnit.
    public Functional() {}
  }

  /// One model in many threads.
  @Nested
  public class Threads extends ThreadsConformance {
    /// For JUnit.
    public Threads() {}
  }

  /// The models of the chapter on parameters that started it all.
  @Nested
  public class Chapter extends ChapterConformance {
    /// For JUnit.
    public Chapter() {}
  }
}
