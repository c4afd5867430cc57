import io.ligature.conformance.Checks;
import io.ligature.spi.BackendDecorator;
import org.jspecify.annotations.NullMarked;
import org.junit.platform.launcher.TestExecutionListener;

/// What every backend must do, as tests that a backend's author inherits.
@NullMarked
module io.ligature.conformance {
  requires static org.jspecify;
  requires transitive io.ligature.api;
  requires io.ligature.autograd;
  requires io.ligature.nn;
  requires java.compiler;
  requires java.management;
  requires transitive org.junit.jupiter.api;
  requires transitive org.junit.jupiter.params;
  requires transitive org.junit.platform.launcher;
  requires transitive org.junit.platform.suite.api;

  exports io.ligature.conformance;

  opens io.ligature.conformance;

  provides BackendDecorator with
      Checks;
  provides TestExecutionListener with
      Checks;
}
