package io.ligature.nn;

import io.ligature.Shape;
import io.ligature.Tensor;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a model prints as.
final class Summary {
  private Summary() {}

  // ---- the tree

  /// {@return a line a block, nested; a block that was printed already as a reference to its first
  /// place}
  static String tree(Block root) {
    var text = new StringBuilder();
    var tree = root.traverse();
    print(root, "", "", tree, text);
    return text.toString();
  }

  private static void print(
      Block block, String path, String indent, Traversal tree, StringBuilder text) {
    var children = Members.of(block).blocks();
    text.append(block.describe());
    if (children.isEmpty()) {
      return;
    }
    text.append(" {\n");
    children.forEach(
        (name, child) -> {
          var childPath = Names.join(path, name);
          var first = tree.firstPath(child);
          text.append(indent).append("  ").append(name).append(": ");
          if (first.equals(childPath)) {
            print(child, childPath, indent + "  ", tree, text);
          } else {
            text.append("same as ").append(first);
          }
          text.append('\n');
        });
    text.append(indent).append('}');
  }

  // ---- the table

  static String table(Block root, @Nullable Tensor x) {
    var tree = root.traverse();
    var dry = new Dry(tree);
    if (x != null) {
      dry.run(root, x, root::forward);
    }
    var results = dry.results();
    var rows = new ArrayList<List<String>>();
    rows.add(List.of("path", "block", x == null ? "" : "result", "values"));
    for (var visit : tree) {
      rows.add(
          List.of(
              visit.path().isEmpty() ? "." : visit.path(),
              visit.isFirst() ? visit.block().describe() : "same as " + visit.firstPath(),
              results.containsKey(visit.path()) ? results.get(visit.path()).toString() : "",
              visit.isFirst() ? own(visit, tree, dry) : ""));
    }
    return aligned(rows) + total(root, dry);
  }

  private static String own(Visit visit, Traversal tree, Dry dry) {
    var mine = Members.of(visit.block()).parameters().keySet();
    long values = 0;
    for (var place : tree.slots()) {
      if (place.isFirst()
          && mine.stream().anyMatch(name -> place.path().equals(visit.child(name)))) {
        var shape = dry.shapeOf(Slots.root(place.slot()));
        if (!shape.isKnown()) {
          return "?";
        }
        values += shape.size();
      }
    }
    return values == 0 ? "" : Long.toString(values);
  }

  private static String total(Block root, Dry dry) {
    var all = root.parameters();
    var shapes = all.toList().stream().map(parameter -> dry.shapeOf(parameter.root())).toList();
    boolean known = shapes.stream().allMatch(Shape::isKnown);
    return "%s values in %d parameters, %d of them frozen"
        .formatted(
            known ? shapes.stream().mapToLong(Shape::size).sum() : "?",
            all.size(),
            all.size() - all.trainable().size());
  }

  private static String aligned(List<List<String>> rows) {
    var widths = new int[rows.getFirst().size()];
    for (var row : rows) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], row.get(i).length());
      }
    }
    var text = new StringBuilder();
    for (var row : rows) {
      var line = new StringBuilder();
      for (int i = 0; i < widths.length; i++) {
        if (widths[i] > 0) {
          line.append(row.get(i)).append(" ".repeat(widths[i] - row.get(i).length() + 2));
        }
      }
      text.append(line.toString().stripTrailing()).append('\n');
    }
    return text.toString();
  }
}
