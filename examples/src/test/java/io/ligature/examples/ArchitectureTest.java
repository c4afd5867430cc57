package io.ligature.examples;

import static java.util.Map.entry;
import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toSet;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import java.io.File;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReference;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/// The arrows between the modules, as the class files of all of them have it.
class ArchitectureTest {
  private static final String API = "io.ligature.api";

  /// What a module of ours may reach, besides itself.
  private static final Map<String, Set<String>> ARROWS =
      Map.ofEntries(
          entry(API, Set.of()),
          entry("io.ligature.autograd", Set.of(API)),
          entry("io.ligature.nn", Set.of(API)),
          entry("io.ligature.cpu", Set.of(API)),
          entry("io.ligature.vector", Set.of(API, "io.ligature.cpu")),
          entry("io.ligature.opencl", Set.of(API)),
          entry("io.ligature.conformance", Set.of(API, "io.ligature.autograd", "io.ligature.nn")));

  static final Set<String> MODULES = ARROWS.keySet();
  private static final String EXAMPLES = Digits.class.getPackageName();

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("io.ligature");

  private static final Map<String, ModuleDescriptor> MODULE_OF_PACKAGE = modulesByPackage();

  @ParameterizedTest(name = "{0}")
  @FieldSource("MODULES")
  void reachesOnlyWhatItsArrowsPointAt(String module) {
    assertNone(
        dependency ->
            moduleOf(dependency.getOriginClass()).equals(module)
                && !ARROWS.get(module).contains(moduleOf(dependency.getTargetClass())));
  }

  @Test
  void nothingReachesAPackageThatItsModuleKeepsToItself() {
    assertNone(
        dependency ->
            !isExported(dependency.getTargetClass(), moduleOf(dependency.getOriginClass())));
  }

  /// In api a tensor makes operations, and a fused operation says in tensors what it means: its
  /// packages are one here.
  @Test
  void packagesHaveNoCycles() {
    SlicesRuleDefinition.slices()
        .assignedFrom(
            new SliceAssignment() {
              @Override
              public SliceIdentifier getIdentifierOf(JavaClass type) {
                return SliceIdentifier.of(moduleOf(type).equals(API) ? API : type.getPackageName());
              }

              @Override
              public String getDescription() {
                return "packages";
              }
            })
        .should()
        .beFreeOfCycles()
        .check(CLASSES);
  }

  /// Rules over no classes hold, and say nothing.
  @Test
  void everyModuleWasRead() {
    assertEquals(
        MODULES, MODULE_OF_PACKAGE.values().stream().map(ModuleDescriptor::name).collect(toSet()));
    var read = CLASSES.stream().map(ArchitectureTest::moduleOf).collect(toSet());
    assertTrue(read.containsAll(MODULES), () -> "classes were read of these alone: " + read);
    assertTrue(CLASSES.contain(Digits.class), "the examples were not read");
  }

  /// Fails with every dependency from one module to another that `wrong` finds.
  private static void assertNone(Predicate<Dependency> wrong) {
    var found =
        CLASSES.stream()
            .flatMap(type -> type.getDirectDependenciesFromSelf().stream())
            .filter(d -> d.getTargetClass().getPackageName().startsWith("io.ligature"))
            .filter(d -> !moduleOf(d.getOriginClass()).equals(moduleOf(d.getTargetClass())))
            .filter(wrong)
            .map(Dependency::getDescription)
            .sorted()
            .collect(joining("\n"));
    assertEquals("", found);
  }

  private static boolean isExported(JavaClass type, String toModule) {
    var module = MODULE_OF_PACKAGE.get(type.getPackageName());
    return module != null
        && module.exports().stream()
            .filter(e -> e.source().equals(type.getPackageName()))
            .anyMatch(e -> !e.isQualified() || e.targets().contains(toModule));
  }

  /// The name of the module of `type`; the examples, which are no module, count as one.
  private static String moduleOf(JavaClass type) {
    var module = MODULE_OF_PACKAGE.get(type.getPackageName());
    if (module != null) {
      return module.name();
    }
    var name = type.getPackageName();
    return name.startsWith(EXAMPLES + ".") ? EXAMPLES : name;
  }

  private static Map<String, ModuleDescriptor> modulesByPackage() {
    var modules = new HashMap<String, ModuleDescriptor>();
    Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
        .map(Path::of)
        .flatMap(path -> ModuleFinder.of(path).findAll().stream())
        .map(ModuleReference::descriptor)
        .filter(module -> module.name().startsWith("io.ligature") && !module.isAutomatic())
        .forEach(module -> module.packages().forEach(p -> modules.put(p, module)));
    return modules;
  }
}
