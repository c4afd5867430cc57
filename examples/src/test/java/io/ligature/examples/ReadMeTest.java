package io.ligature.examples;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ReadMeTest {
  @Test
  void theExampleIsTheOneThatCompiles() throws Exception {
    var source = Files.readString(Path.of("src/main/java/io/ligature/examples/ReadMe.java"));
    var main = source.substring(source.indexOf("  static void main"), source.lastIndexOf('}'));
    var example = main.stripTrailing().stripIndent();
    var readMe = Files.readString(Path.of("../README.md"));
    assertTrue(readMe.contains("```java\n" + example + "\n```"), "README.md needs:\n" + example);
  }

  @Test
  void theExampleRuns() throws Exception {
    ReadMe.main();
  }
}
