package io.ligature.examples;

import static io.ligature.examples.ProviderJars.body;
import static io.ligature.examples.ProviderJars.offering;
import static io.ligature.examples.ProviderJars.working;
import static java.util.stream.Collectors.joining;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Argument, then system property, then environment, then the highest priority; and what is said to
/// those who ask for what is not there.
class BackendChoiceTest {
  private static final Path API = Child.home("io.ligature.Device");
  private static final Path CPU = Child.home("io.ligature.cpu.CpuProvider");
  private static final String TABLE =
      """
      slow:0       available    a test (only when asked for by name)
      also         available    a test
      fast         available    a test
      cpu          available    plain Java on %s
      quantum      unavailable  there is no such chip; wait some years
      """
          .formatted(System.getProperty("os.arch"))
          .stripTrailing();

  @TempDir static Path folder;
  private static Path slow = Path.of("");
  private static Path fast = slow;
  private static Path also = slow;
  private static Path quantum = slow;
  private static Path chatty = slow;

  @BeforeAll
  static void makeJars() throws Exception {
    var jars = new ProviderJars(folder, List.of(API, CPU));
    slow = jars.jar("Slow", working("slow", 300, false).replace("Info(\"slow", "Info(\"slow:0"));
    fast = jars.jar("Fast", working("fast", 100, true));
    also = jars.jar("Also", working("also", 100, true));
    var nowhere = "return new Probe.Unavailable(\"there is no such chip\", \"wait some years\");";
    quantum = jars.jar("Quantum", body("quantum", nowhere, "return null;"));
    chatty =
        jars.jar(
            "Chatty",
            "public Chatty() { System.out.println(\"constructed\"); }"
                + working("chatty", 100, true)
                    .replace("{ return new P", "{ System.out.println(\"probed\"); return new P")
                    .replace("{ return new i", "{ System.out.println(\"opened\"); return new i"));
  }

  private static String ask(List<Path> jars, String property, String variable, String... questions)
      throws Exception {
    var classPath = new ArrayList<>(jars);
    classPath.add(Child.PROGRAMS);
    var options = new ArrayList<>(List.of("-cp", Child.path(classPath)));
    if (property != null) {
      options.add("-Dligature.backend=" + property);
    }
    var main = new ArrayList<>(List.of(Asking.class.getName()));
    main.addAll(Arrays.asList(questions));
    var variables =
        variable == null ? Map.<String, String>of() : Map.of("LIGATURE_BACKEND", variable);
    return Child.java(Child.JDK, variables, options, main.toArray(String[]::new));
  }

  private static String askHere(String property, String variable, String... questions)
      throws Exception {
    return ask(List.of(API, fast, slow, also, quantum, CPU), property, variable, questions);
  }

  // ---- what is chosen

  @ParameterizedTest(name = "property {0}, environment {1}: {2}")
  @CsvSource({
    ", , also", // of the highest priority among those that may be chosen; the first by name
    "fast, cpu, fast",
    "' ', cpu, cpu",
    "'', ' fast ', fast",
    "slow, , slow:0",
    "dry, fast, dry"
  })
  void isArgumentThenPropertyThenEnvironmentThenPriority(
      String property, String variable, String best) throws Exception {
    assertEquals(
        "cpu " + best + " " + best,
        askHere(property, variable, "cpu", "best", "current").replace("\n", " "));
  }

  @Test
  void theTableShowsTheMostPreferredFirstAndWhatIsMissing() throws Exception {
    assertEquals(TABLE, askHere(null, null, "all"));
  }

  @Test
  void nothingIsLookedForBeforeItIsNeededAndOpenedBeforeItIsUsed() throws Exception {
    assertEquals(
        """
        class io.ligature.Tensor, dry
        constructed
        probed
        chatty       available    a test
        cpu          available    plain Java on %s
        cpu
        opened
        [2.0000, 3.0000]
        chatty\
        """
            .formatted(System.getProperty("os.arch")),
        ask(List.of(API, chatty, CPU), null, null, "load", "all", "cpu", "add", "best"));
  }

  @Test
  void whatOnlyTheContextLoaderSeesIsFoundEvenLate() throws Exception {
    var context = "context=" + fast.toUri();
    var table = "cpu          available    plain Java on " + System.getProperty("os.arch");
    assertEquals(
        String.join("\n", table, "fast.jar", "fast         available    a test", table, "fast"),
        ask(List.of(API, CPU), null, null, "all", context, "all", "best"));
  }

  // ---- what is not there

  @Test
  void anUnknownNameIsAnsweredWithTheNearestAndTheTable() throws Exception {
    assertEquals(
        Stream.of(
                "There is no device 'fsst'. Did you mean 'fast'?",
                "There is no device 'FAST'. Did you mean 'fast'?",
                "There is no device 'slow:1'. Did you mean 'slow:0'?",
                "There is no device 'quantom'. Did you mean 'quantum'?",
                "There is no device 'vector'. To have it, add io.ligature:ligature-backend-vector.",
                "There is no device 'cuda'.")
            .map(problem -> "refused: " + problem + " All devices:\n" + TABLE)
            .collect(joining("\n")),
        askHere(null, null, "fsst", "FAST", "slow:1", "quantom", "vector", "cuda"));
  }

  @ParameterizedTest(name = "property {0}, environment {1}, argument {2}")
  @CsvSource({
    "cpuu, cpu, best, ', which the system property ligature.backend asks for'",
    "' ', cpuu, best, ', which the environment variable LIGATURE_BACKEND asks for'",
    "cpu, cpu, cpuu, ''"
  })
  void theRefusalSaysWhoAsked(String property, String variable, String question, String byWhom)
      throws Exception {
    assertEquals(
        "refused: There is no device 'cpuu'%s. Did you mean 'cpu'? All devices:\n%s"
            .formatted(byWhom, TABLE),
        askHere(property, variable, question));
  }

  @ParameterizedTest(name = "property {0}, environment {1}, argument {2}")
  @CsvSource({
    "quantum, cpu, best, ', which the system property ligature.backend asks for,'",
    ", quantum, current, ', which the environment variable LIGATURE_BACKEND asks for,'",
    "cpu, cpu, quantum, ''",
  })
  void whatIsNotAvailableIsRefusedWithItsReasonAndRemedy(
      String property, String variable, String question, String byWhom) throws Exception {
    assertEquals(
        "refused: Device 'quantum'%s is not available: there is no such chip; wait some years. All devices:\n%s"
            .formatted(byWhom, TABLE),
        askHere(property, variable, question));
  }

  @Test
  void whatCannotBeOpenedIsRefusedEveryTimeWithItsCause() throws Exception {
    var jars = new ProviderJars(folder, List.of(API, CPU));
    var lost = offering("lost", 900, true, "throw new IllegalStateException(\"no answer\");");
    var refusal =
        """
        refused [java.lang.IllegalStateException: no answer]: Device 'lost' is not available: it was \
        found, but opening it failed: java.lang.IllegalStateException: no answer; tell the authors of \
        acme.Lost (lost.jar), or remove it. All devices:
        cpu          available    plain Java on %s
        lost         unavailable  it was found, but opening it failed: \
        java.lang.IllegalStateException: no answer; tell the authors of acme.Lost (lost.jar), or \
        remove it
        """
            .formatted(System.getProperty("os.arch"));
    assertEquals(
        refusal + refusal + "cpu",
        ask(List.of(API, CPU, jars.jar("Lost", lost)), null, null, "lost", "lost", "best"));
  }

  @Test
  void aWrongSettingOfABackendIsTheCallersToSee() throws Exception {
    var jars = new ProviderJars(folder, List.of(API, CPU));
    var wrong = offering("set", 900, true, "throw new IllegalArgumentException(\"threads=-1\");");
    assertEquals(
        "refused: threads=-1\nrefused: threads=-1\ncpu",
        ask(List.of(API, CPU, jars.jar("Set", wrong)), null, null, "best", "set", "cpu"));
  }

  // ---- nothing is there

  @Test
  void withoutAnyBackendTheErrorSaysWhatToAdd() throws Exception {
    assertEquals(
        """
        no backend on the class path
        refused: There is no backend on the class path or the module path. Add \
        io.ligature:ligature-backend-cpu, which runs everywhere, \
        io.ligature:ligature-backend-vector or io.ligature:ligature-backend-opencl.
        refused: There is no device 'cpu'. To have it, add io.ligature:ligature-backend-cpu. All \
        devices:
        no backend on the class path\
        """,
        ask(List.of(API), null, null, "all", "best", "cpu"));
  }

  @Test
  void aTensorPrintsEvenWhereNothingCanBeChosen() throws Exception {
    assertEquals("[0.0000, 0.0000] (on cpu)", ask(List.of(API, CPU), "nonsense", null, "print"));
  }

  @Test
  void withoutAnAvailableBackendTheErrorSaysWhatIsMissing() throws Exception {
    assertEquals(
        """
        refused: No device is available. Mend one of these backends, or add \
        io.ligature:ligature-backend-cpu, which runs everywhere.
        quantum      unavailable  there is no such chip; wait some years\
        """,
        ask(List.of(API, quantum), null, null, "best"));
  }

  @Test
  void aDeviceThatWantsToBeAskedForIsNeverChosenByItself() throws Exception {
    assertEquals(
        """
        refused: None of the devices here is chosen unless somebody asks for it. Name one, as in \
        -Dligature.backend=slow:0.
        slow:0       available    a test (only when asked for by name)\
        """,
        ask(List.of(API, slow), null, null, "best"));
  }
}
