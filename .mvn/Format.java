import com.google.googlejavaformat.java.Main;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/// Runs google-java-format over every source file, for `mvn verify` (check) and `mvn -N verify
/// -Dformat=apply`. Maven may run on a JDK that the formatter does not, so this runs on its own.
///
/// What was found in order is remembered by its hash, and not looked at again.
final class Format {
  private static final Set<String> NOT_OURS = Set.of("target", "resources", "contract", "docs");

  /// @param args `check` or `apply`, the folder to search, the file that remembers
  static void main(String[] args) throws Exception {
    boolean apply = args[0].equals("apply");
    var seen = Path.of(args[2]);
    var known = new HashSet<String>(Files.exists(seen) ? Files.readAllLines(seen) : List.of());
    var files = new ArrayList<String>();
    for (var file : sources(Path.of(args[1]).normalize())) {
      if (!known.contains(hash(file))) files.add(file.toString());
    }
    var problems = files.isEmpty() ? 0 : format(apply, files);
    if (problems != 0) {
      if (!apply)
        System.err.println("Not formatted as above. Run: mvn -q -N verify -Dformat=apply");
      System.exit(1);
    }
    for (var file : files) known.add(hash(Path.of(file)));
    Files.createDirectories(seen.getParent());
    Files.write(seen, known);
  }

  private static int format(boolean apply, List<String> files) throws Exception {
    var options = apply ? Stream.of("--replace") : Stream.of("--dry-run", "--set-exit-if-changed");
    var out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
    var err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
    var all = Stream.concat(options, files.stream()).toArray(String[]::new);
    var problems = new Main(out, err, System.in).format(all);
    err.flush();
    return problems;
  }

  private static List<Path> sources(Path root) throws IOException {
    var found = new ArrayList<Path>();
    Files.walkFileTree(
        root,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes a) {
            var name = folder.getFileName().toString();
            boolean hidden = name.startsWith(".") && !name.equals(".mvn") && !folder.equals(root);
            return hidden || NOT_OURS.contains(name)
                ? FileVisitResult.SKIP_SUBTREE
                : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes a) {
            if (file.toString().endsWith(".java")) found.add(file);
            return FileVisitResult.CONTINUE;
          }
        });
    return found;
  }

  private static String hash(Path file) throws Exception {
    var digest = MessageDigest.getInstance("SHA-256");
    return HexFormat.of().formatHex(digest.digest(Files.readAllBytes(file)));
  }
}
