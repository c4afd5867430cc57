package io.ligature.examples.chapter;

import io.ligature.Key;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The sections of the chapter, in order, numbered as in the book.
enum Section {
  BLOCKS("6.1", "Layers and blocks", Blocks::tell),
  ACCESS("6.2.1", "Parameter access", Access::tell),
  TIES("6.2.2", "Tied parameters", Ties::tell),
  EXERCISES("6.2.4", "Exercises: train with a tie, accumulate gradients", Exercises::tell),
  INITIALISATION("6.3", "Initialisation", Initialisation::tell),
  LAZINESS("6.4", "Lazy initialisation", Laziness::tell),
  CUSTOM_LAYERS("6.5", "Custom layers", CustomLayers::tell),
  FILES("6.6", "Files", ModelFiles::tell),
  DEVICES("6.7", "Devices", OnDevices::tell),
  FUNCTIONAL("functional", "The functional form: the model is never touched", Functional::tell),
  MORE("more", "Hooks, copies, casts", HooksAndCopies::tell);

  @FunctionalInterface
  private interface Script {
    void tell(Tour tour) throws IOException;
  }

  private final String id;
  private final String title;

  @SuppressWarnings("ImmutableEnumChecker") // a reference to a static method
  private final Script script;

  Section(String id, String title, Script script) {
    this.id = id;
    this.title = title;
    this.script = script;
  }

  String id() {
    return id;
  }

  String title() {
    return title;
  }

  /// {@return the sections with this number: `6.2` is `6.2.1`, `6.2.2` and `6.2.4`; may be empty}
  static List<Section> numbered(String number) {
    return Stream.of(values())
        .filter(s -> s.id.equals(number) || s.id.startsWith(number + "."))
        .toList();
  }

  /// {@return a line for every section}
  static String table() {
    return Stream.of(values())
        .map(s -> "  %-11s %s".formatted(s.id, s.title))
        .collect(Collectors.joining("\n"));
  }

  /// Runs the section on the current device.
  ///
  /// @param seed of what it draws; a section draws the same whether or not others run
  List<Step> run(long seed) {
    return Key.of(seed).fold(id).with(this::run);
  }

  private List<Step> run() {
    var tour = new Tour();
    try {
      script.tell(tour);
    } catch (IOException e) {
      throw new UncheckedIOException("Section " + id + " needs a folder for files", e);
    }
    return tour.steps();
  }
}
