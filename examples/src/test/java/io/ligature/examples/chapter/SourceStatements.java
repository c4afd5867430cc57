package io.ligature.examples.chapter;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.StatementTree;
import com.sun.source.util.JavacTask;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/// Java source as trees, which print alike however the source was laid out and commented.
final class SourceStatements {
  private SourceStatements() {}

  static CompilationUnitTree parse(String source) throws IOException {
    var file =
        new SimpleJavaFileObject(URI.create("string:///Source.java"), JavaFileObject.Kind.SOURCE) {
          @Override
          public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return source;
          }
        };
    var compiler = ToolProvider.getSystemJavaCompiler();
    var task = (JavacTask) compiler.getTask(null, null, _ -> {}, null, null, List.of(file));
    return task.parse().iterator().next();
  }

  /// {@return the class with this name}
  static ClassTree type(CompilationUnitTree unit, String name) {
    return unit.getTypeDecls().stream()
        .filter(tree -> tree instanceof ClassTree type && type.getSimpleName().contentEquals(name))
        .map(ClassTree.class::cast)
        .findFirst()
        .orElseThrow(() -> new AssertionError("no class " + name));
  }

  /// {@return the statements of a method}
  static List<? extends StatementTree> body(ClassTree type, String method) {
    return type.getMembers().stream()
        .filter(tree -> tree instanceof MethodTree m && m.getName().contentEquals(method))
        .map(tree -> ((MethodTree) tree).getBody().getStatements())
        .findFirst()
        .orElseThrow(() -> new AssertionError("no method " + method));
  }

  /// {@return the statements of some lines of code}
  static List<String> statements(String code) throws IOException {
    var unit = parse("class Lines { void run() throws Exception {\n" + code + "\n} }");
    return body(type(unit, "Lines"), "run").stream().map(Object::toString).toList();
  }
}
