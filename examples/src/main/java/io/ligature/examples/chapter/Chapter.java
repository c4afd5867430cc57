package io.ligature.examples.chapter;

import io.ligature.Device;
import io.ligature.examples.DeviceByName;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// Tells a textbook's chapter on parameter management section by section.
@Command(
    name = "chapter",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    showDefaultValues = true,
    usageHelpAutoWidth = true,
    description = {
      "A guided tour of parameter management after chapter 6 of Dive into Deep Learning: blocks,"
          + " parameters, ties, initialisation, lazy shapes, files, devices.",
      "Every step shows what you type, behind > what it prints, and what PyTorch, Gluon, Flax and"
          + " Keras print for the same step. Everything runs; nothing is trained for long.",
      ""
    },
    footer = {
      "",
      "Sections: 6.1 blocks, 6.2.1 access, 6.2.2 ties, 6.2.4 exercises, 6.3 initialisation,"
          + " 6.4 lazy shapes, 6.5 custom layers, 6.6 files, 6.7 devices, functional, more.",
      "",
      "Examples:",
      "  chapter                                 the whole chapter, in a few seconds",
      "  chapter --section 6.2 --section 6.6     access, ties, exercises; files",
      "  chapter --no-comparison --device cpu    our side alone, on one device"
    })
final class Chapter implements Callable<Integer> {
  @Option(
      names = "--section",
      paramLabel = "NUMBER",
      description = {
        "a section to tell, such as 6.4; 6.2 tells all that begin so; may be given again",
        "  without it: all of them"
      })
  List<String> sections = new ArrayList<>();

  @Option(
      names = "--device",
      paramLabel = "NAME",
      converter = DeviceByName.class,
      description = {"such as cpu", "  without it: the best that is available"})
  @Nullable Device device;

  @Option(names = "--seed", paramLabel = "NUMBER", description = "of all random numbers")
  long seed = 0;

  @Option(
      names = "--no-comparison",
      description = "leaves out what other frameworks print",
      showDefaultValue = CommandLine.Help.Visibility.NEVER)
  boolean isAlone;

  @Spec @Nullable CommandSpec spec;

  /// Runs the tour.
  static void main(String[] args) {
    System.exit(new CommandLine(new Chapter()).execute(args));
  }

  @Override
  public Integer call() {
    var commandLine = spec == null ? new CommandLine(this) : spec.commandLine();
    var chosen = chosen(commandLine);
    var page = new Page(commandLine.getOut(), !isAlone);
    var on = device == null ? Device.best() : device;
    for (var section : chosen) {
      page.print(section, on.with(() -> section.run(seed)));
    }
    commandLine.getOut().flush();
    return 0;
  }

  private Set<Section> chosen(CommandLine commandLine) {
    if (sections.isEmpty()) {
      return EnumSet.allOf(Section.class);
    }
    var chosen = EnumSet.noneOf(Section.class); // in the order of the chapter
    for (var number : sections) {
      var found = Section.numbered(number);
      if (found.isEmpty()) {
        throw new ParameterException(
            commandLine,
            "There is no section '%s'. Choose among these:%n%s".formatted(number, Section.table()));
      }
      chosen.addAll(found);
    }
    return chosen;
  }
}
