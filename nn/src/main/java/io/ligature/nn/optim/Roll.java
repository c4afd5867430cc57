package io.ligature.nn.optim;

import io.ligature.GradMode;
import io.ligature.nn.Parameter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.stream.Collectors;

/// Who is trained: the parameters of all groups, each once and under a name of its own.
final class Roll {
  private static final int SHOWN = 8;

  private Roll() {}

  static List<Trainee> call(String optimizer, List<ParameterGroup> groups, double[] settings) {
    var trainees = new ArrayList<Trainee>();
    var seen = new IdentityHashMap<Parameter, String>();
    var names = new HashMap<String, Parameter>();
    for (var group : groups) {
      var ties = group.parameters().ties();
      for (var entry : group.parameters().toMap().entrySet()) {
        var parameter = entry.getValue();
        var name = group.prefix() + entry.getKey();
        var earlier = seen.put(parameter, name);
        if (earlier != null) {
          throw new IllegalArgumentException(
              "%s found %s twice, also as %s. A parameter is stepped once: put it into one group."
                  .formatted(optimizer, name, earlier));
        }
        if (names.put(name, parameter) != null) {
          throw new IllegalArgumentException(
              "%s found two parameters named %s, and remembers them by name. Name their groups: new ParameterGroup(\"first\", parameters)."
                  .formatted(optimizer, name));
        }
        var aliases = new ArrayList<String>();
        for (var alias : ties.getOrDefault(entry.getKey(), List.of())) {
          aliases.add(group.prefix() + alias);
        }
        trainees.add(new Trainee(name, aliases, parameter, group, settings));
      }
    }
    if (trainees.isEmpty()) {
      throw new IllegalArgumentException(
          optimizer + " needs parameters; found none. Give it block.parameters().");
    }
    return trainees;
  }

  static void checkSettings(String optimizer, List<ParameterGroup> groups, Setting... more) {
    var known = new ArrayList<Setting>(List.of(Setting.LR, Setting.WEIGHT_DECAY));
    known.addAll(List.of(more));
    for (var group : groups) {
      for (var setting : Setting.values()) {
        if (group.has(setting) && !known.contains(setting)) {
          throw new IllegalArgumentException(
              "%s has no %s that a group could set; it has %s."
                  .formatted(optimizer, setting, known));
        }
      }
    }
  }

  /// {@return why a step found nothing to do}
  static String whyNoGradient(String optimizer, List<Trainee> trainees) {
    var open = trainees.stream().filter(trainee -> !trainee.parameter().isFrozen()).toList();
    if (open.isEmpty()) {
      return "%s.step found every parameter frozen: %s. Unfreeze some, or leave the step out."
          .formatted(optimizer, names(trainees));
    }
    return "%s.step found no gradient in %s. %s"
        .formatted(optimizer, names(open), remedy(open.stream().map(Trainee::parameter).toList()));
  }

  private static String remedy(List<Parameter> parameters) {
    if (parameters.stream().noneMatch(Parameter::isInitialized)) {
      return "They have no values yet: run the model, then backward() on its loss.";
    }
    if (parameters.stream().allMatch(p -> p.gradMode() == GradMode.NONE)) {
      return "Their gradMode is NONE: set it to ADD or WRITE.";
    }
    return "Call backward() on a loss that depends on them before step(), and zeroGrad() before"
        + " backward().";
  }

  /// {@return the names, those of many abridged}
  static String names(List<Trainee> trainees) {
    var shown = trainees.stream().limit(SHOWN).map(Trainee::name).collect(Collectors.joining(", "));
    int more = trainees.size() - SHOWN;
    return more > 0 ? "%s and %d more".formatted(shown, more) : shown;
  }
}
