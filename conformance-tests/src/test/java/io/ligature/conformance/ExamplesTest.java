package io.ligature.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ligature.op.Backward;
import io.ligature.op.FusedOp;
import io.ligature.op.Op;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Nothing in api is forgotten by the kit.
class ExamplesTest {
  @Test
  void everyFusedOperationHasAnExample() throws Exception {
    var known =
        FusedExamples.all()
            .map(example -> example.op().getClass().getName())
            .collect(Collectors.toCollection(TreeSet::new));
    var all = fusedOperations();
    assertTrue(all.size() > 10, () -> "only " + all + " were found");
    all.remove(Backward.class.getName()); // tried with each
    assertEquals(all, known);
  }

  private static Set<String> fusedOperations() throws IOException, URISyntaxException {
    var code = FusedOp.class.getProtectionDomain().getCodeSource().getLocation().toURI();
    var place = Path.of(code);
    if (Files.isDirectory(place)) {
      return fusedOperations(place);
    }
    try (var jar = FileSystems.newFileSystem(URI.create("jar:" + code), Map.of())) {
      return fusedOperations(jar.getPath("/"));
    }
  }

  private static Set<String> fusedOperations(Path root) throws IOException {
    try (var files = Files.list(root.resolve("io/ligature/op"))) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".class"))
          .map(name -> "io.ligature.op." + name.substring(0, name.length() - 6))
          .filter(ExamplesTest::isFused)
          .collect(Collectors.toCollection(TreeSet::new));
    }
  }

  private static boolean isFused(String name) {
    try {
      var type = Class.forName(name);
      return type.isRecord() && FusedOp.class.isAssignableFrom(type);
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void everyRealElementwiseOperationHasAGradientExample() {
    var known = GradientExamples.all().stream().map(Example::op).collect(Collectors.toSet());
    for (var op : Op.Unary.values()) {
      assertTrue(op == Op.Unary.NOT || known.contains(op), op::label);
    }
    for (var op : Op.Binary.values()) {
      boolean bits = op.ordinal() >= Op.Binary.AND.ordinal();
      assertTrue(bits || known.contains(op), op::label);
    }
  }

  @Test
  void everyOperationWithRealOperandsAndResultsHasAGradientExample() {
    var known = new TreeSet<String>();
    GradientExamples.all().forEach(example -> known.add(kind(example.op())));
    var all = new TreeSet<String>();
    kinds(Op.class, all);
    all.removeAll(
        Set.of("Fill", "Iota", "RandomBits", "Compare", "ArgReduce", "Transfer")); // have none
    assertEquals(all, known);
  }

  private static String kind(Op op) {
    return (op instanceof Enum<?> member ? member.getDeclaringClass() : op.getClass())
        .getSimpleName();
  }

  private static void kinds(Class<?> type, Set<String> found) {
    if (type == FusedOp.class) {
      return; // has tests of its own
    }
    if (!type.isSealed()) {
      found.add(type.getSimpleName());
      return;
    }
    for (var each : type.getPermittedSubclasses()) {
      kinds(each, found);
    }
  }

  /// Central differences need few elements and no corners, which leaves an example of each.
  @Test
  void everyFusedOperationHasAnExampleForCentralDifferences() {
    var all = kinds(FusedExamples.differentiable().stream());
    var smooth = kinds(GradientConformance.examples().filter(each -> each.op() instanceof FusedOp));
    assertEquals(all, smooth);
  }

  private static Set<String> kinds(Stream<Example> examples) {
    return examples
        .map(example -> example.op().getClass().getSimpleName())
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
