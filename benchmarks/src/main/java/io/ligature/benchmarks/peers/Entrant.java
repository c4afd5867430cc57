package io.ligature.benchmarks.peers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Who takes part, and how a process of its own is started.
///
/// @param type the [Rival], a class of this package
/// @param jars what of the class path it needs
/// @param flags for Java
record Entrant(String name, String type, Pattern jars, List<String> flags) {
  static final List<Entrant> ALL =
      List.of(
          new Entrant(
              "Ligature",
              "Ligature",
              Pattern.compile(
                  "ligature-(api|autograd|nn|backend-cpu|backend-vector)-[^/]*jar|/jspecify/"),
              List.of("--add-modules=jdk.incubator.vector")),
          peer("DJL", "Djl", "/ai/djl/|/gson/|/jna/|/commons-(compress|codec|io)/|/slf4j/"),
          peer("TensorFlow", "TensorFlow", "/org/tensorflow/|/protobuf-java/|/bytedeco/javacpp/"),
          peer(
              "ND4J",
              "SameDiffRival",
              "/org/nd4j/(?!.*"
                  + (Machine.hasAvx512() ? "avx2" : "avx512") // its loader takes what it cannot run
                  + ")|/bytedeco/(javacpp|openblas)/|/flatbuffers|/commons-|/byteunits/"
                  + "|/oshi|/jna|/threetenbp/|/neoitertools/|/slf4j/"),
          peer("ONNX Runtime", "OnnxRuntime", "/onnxruntime/"),
          peer("MKL", "Mkl", "/bytedeco/(javacpp|mkl)/"),
          peer("OpenBLAS", "OpenBlas", "/bytedeco/(javacpp|openblas)/"));

  /// Ourselves on an OpenCL device, for those who ask.
  static final Entrant OPENCL =
      new Entrant(
          "opencl:0",
          "Ligature",
          Pattern.compile(
              "ligature-(api|autograd|nn|backend-cpu|backend-opencl)-[^/]*jar|/jspecify/"),
          List.of("--enable-native-access=ALL-UNNAMED", "-Dligature.backend=opencl:0"));

  private static Entrant peer(String name, String type, String jars) {
    return new Entrant(
        name, type, Pattern.compile(jars), List.of("--enable-native-access=ALL-UNNAMED"));
  }

  /// {@return whether its class is here: the profile may not be on}
  boolean isHere() {
    var file = Entrant.class.getResource(type + ".class");
    return file != null;
  }

  String className() {
    return Entrant.class.getPackageName() + "." + type;
  }

  /// {@return what a user of the library would have on the class path}
  List<String> needs() {
    return classPath().filter(path -> jars.matcher(path).find()).toList();
  }

  /// {@return how many bytes those are}
  long size() throws IOException {
    long sum = 0;
    for (var path : needs()) {
      sum += Files.size(Path.of(path));
    }
    return sum;
  }

  /// {@return the command of a process with as many threads}
  List<String> command(int threads, List<String> arguments) {
    var own = classPath().filter(path -> path.contains("benchmarks"));
    var path = String.join(":", Stream.concat(own, needs().stream()).toList());
    var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    return Stream.of(
            List.of(java),
            flags,
            List.of("-Dligature.threads=" + threads, "-Dpeers.threads=" + threads, "-cp", path),
            List.of(Lap.class.getName(), className()),
            arguments)
        .flatMap(List::stream)
        .toList();
  }

  private static Stream<String> classPath() {
    return Stream.of(System.getProperty("java.class.path").split(":"));
  }
}
