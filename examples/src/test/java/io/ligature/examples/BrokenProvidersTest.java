package io.ligature.examples;

import static io.ligature.examples.ProviderJars.body;
import static io.ligature.examples.ProviderJars.offering;
import static io.ligature.examples.ProviderJars.working;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A jar with a broken backend is a line in the table, and takes no other backend with it.
class BrokenProvidersTest {
  private static final String NOTHING = "return null;";

  @TempDir Path folder;
  private final List<Path> classPath = new ArrayList<>();
  private ProviderJars jars = new ProviderJars(Path.of(""), List.of());

  @BeforeEach
  void lookForTheJarsOfLigature() {
    classPath.add(Child.home("io.ligature.Device"));
    classPath.add(Child.home("io.ligature.cpu.CpuProvider"));
    jars = new ProviderJars(folder, List.copyOf(classPath));
    classPath.add(Child.PROGRAMS);
  }

  private String ask(String... questions) throws Exception {
    var main = new ArrayList<>(List.of(Asking.class.getName()));
    main.addAll(List.of(questions));
    return Child.java(
        Child.JDK, Map.of(), List.of("-cp", Child.path(classPath)), main.toArray(String[]::new));
  }

  /// {@return a jar whose provider needs a class that is not in it}
  private Path incomplete(String type, String header, String member) throws Exception {
    var source = ProviderJars.source(type, header, member + body("needing", NOTHING, NOTHING));
    var classes = jars.compile(type, source + "class Needed {}");
    Files.delete(classes.resolve("acme/Needed.class"));
    return jars.jar(type, "acme." + type, classes);
  }

  @Test
  void eachIsALineAndTheRestWorks() throws Exception {
    classPath.add(
        jars.jar(
            "Constructed",
            "public Constructed() { throw new IllegalStateException(\"no driver\"); }"
                + body("constructed", NOTHING, NOTHING)));
    classPath.add(
        jars.jar(
            "Initialised",
            "static final int N = Integer.decode(\"\");" + body("initialised", NOTHING, NOTHING)));
    classPath.add(jars.jar("absent", "acme.Absent", Files.createDirectory(folder.resolve("none"))));
    classPath.add(jars.jar("syntax", "acme.Not a class", folder.resolve("none")));
    classPath.add(
        jars.jar(
            "foreign",
            "acme.Foreign",
            jars.compile("Foreign", ProviderJars.source("Foreign", "", ""))));
    classPath.add(
        jars.jar(
            "Naming",
            body("x", NOTHING, NOTHING)
                .replace("return", "if (true) throw new RuntimeException(\"no name\"); return")));
    classPath.add(
        jars.jar(
            "Probing",
            body("probing", "throw new IllegalStateException(\"not\\n today\");", NOTHING)));
    classPath.add(jars.jar("Silent", body("silent", NOTHING, NOTHING)));
    classPath.add(
        jars.jar("Asserting", body("asserting", "throw new AssertionError(7);", NOTHING)));
    classPath.add(
        incomplete("Needing", "implements BackendProvider", "Object needed = new Needed();"));
    classPath.add(incomplete("UsingIt", "extends Needed implements BackendProvider", ""));
    classPath.add(jars.jar("SecondCpu", working("cpu", 900, true)));
    classPath.add(jars.jar("Loud", working("Loud:0", 900, true)));
    classPath.add(jars.jar("Dry", working("dry", 900, true)));
    classPath.add(
        jars.jar("Empty", body("empty", "return new Probe.Available(List.of());", NOTHING)));
    classPath.add(
        jars.jar("Other", working("other", 900, true).replace("Info(\"other", "Info(\"cpu")));
    classPath.add(
        jars.jar(
            "Opening",
            offering("opening", 900, true, "throw new IllegalStateException(\"lost\");")));
    classPath.add(jars.jar("Void", offering("void", 800, true, NOTHING)));
    classPath.add(jars.jar("Good", working("good", 1, true)));
    assertEquals(
        """
        good
        good             available    a test
        cpu              available    plain Java on %1$s
        acme.Constructed unavailable  its provider could not be constructed: java.lang.IllegalStateException: no driver; tell the authors of acme.Constructed (constructed.jar), or remove it
        acme.Initialised unavailable  its provider could not be constructed: java.lang.NumberFormatException: Zero length string; tell the authors of acme.Initialised (initialised.jar), or remove it
        acme.Absent      unavailable  a service file cannot be used: Provider acme.Absent not found; repair or remove absent.jar
        ?                unavailable  a service file cannot be used: jar:%3$s!/META-INF/services/io.ligature.spi.BackendProvider:1: Illegal configuration-file syntax; repair or remove the jar it is in
        acme.Foreign     unavailable  a service file cannot be used: acme.Foreign not a subtype; repair or remove foreign.jar
        acme.Naming      unavailable  its name() failed: java.lang.RuntimeException: no name; tell the authors of acme.Naming (naming.jar), or remove it
        probing          unavailable  its probe() failed: java.lang.IllegalStateException: not today; tell the authors of acme.Probing (probing.jar), or remove it
        silent           unavailable  its probe() failed: java.lang.NullPointerException: probe() gave null; tell the authors of acme.Silent (silent.jar), or remove it
        asserting        unavailable  its probe() failed: java.lang.AssertionError: 7; tell the authors of acme.Asserting (asserting.jar), or remove it
        acme.Needing     unavailable  its provider could not be constructed: java.lang.NoClassDefFoundError: acme/Needed; add what acme.Needing (needing.jar) needs, in the version it was made for
        ?                unavailable  a service file cannot be used: java.lang.NoClassDefFoundError: acme/Needed; repair or remove the jar it is in
        acme.SecondCpu   unavailable  its name 'cpu' is taken by io.ligature.cpu.CpuProvider (%2$s); remove one of the two
        acme.Loud        unavailable  its name should be a lower-case letter, then such letters, digits, - or _; found 'Loud:0'; tell the authors of acme.Loud (loud.jar), or remove it
        acme.Dry         unavailable  the name 'dry' is that of Device.DRY; tell the authors of acme.Dry (dry.jar), or remove it
        empty            unavailable  its devices should be called empty or empty:0, empty:1 and so on, one or more; found []; tell the authors of acme.Empty (empty.jar), or remove it
        other            unavailable  its devices should be called other or other:0, other:1 and so on, one or more; found [cpu]; tell the authors of acme.Other (other.jar), or remove it
        opening          unavailable  it was found, but opening it failed: java.lang.IllegalStateException: lost; tell the authors of acme.Opening (opening.jar), or remove it
        void             unavailable  it was found, but opening it failed: java.lang.NullPointerException: open gave null; tell the authors of acme.Void (void.jar), or remove it\
        """
            .formatted(
                System.getProperty("os.arch"),
                Child.home("io.ligature.cpu.CpuProvider").getFileName(),
                folder.resolve("syntax.jar").toUri().toString().replaceFirst("^file:/+", "file:/")),
        ask("best", "all"));
  }
}
