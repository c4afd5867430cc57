package io.ligature.conformance;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The kit itself: whatever a backend does wrong, a case of the right group fails, and names the
/// operation.
class MutationTest {
  static Stream<Defect> defects() {
    return Stream.of(
            MovingDefects.all(),
            ElementwiseDefects.all(),
            FoldingDefects.all(),
            FusedDefects.all(),
            MemoryDefects.all())
        .flatMap(List::stream);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("defects")
  void isFound(Defect defect) {
    var found = new AtomicReference<@Nullable String>();
    Mutation.with(defect.wrong(), () -> found.set(GroupRun.of(defect.group(), Map.of()).failure()));
    var failure = found.get();
    assertTrue(failure != null, "no case fails");
    assertTrue(
        failure.matches("(?s)(" + defect.op() + ")\\b.*"),
        () -> "the failure does not begin with " + defect.op() + ": " + failure);
  }
}
