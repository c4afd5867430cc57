package io.ligature.nn.optim;

import io.ligature.Shape;
import io.ligature.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/// What is remembered of parameters, as tensors by name.
///
/// ```text
/// 0.weight.exp_avg       of the shape of 0.weight
/// 0.weight.step          INT64, a scalar: how many steps it took
/// 0.weight.mu_product    FLOAT64, a scalar
/// ```
final class Memories {
  /// Where the number of steps goes.
  static final String STEP = "step";

  /// Where [NAdam] keeps the product of its momentums.
  static final String MU_PRODUCT = "mu_product";

  private static final Set<String> NUMBERS = Set.of(STEP, MU_PRODUCT);

  private Memories() {}

  static void save(Trainee trainee, List<String> kept, Map<String, Tensor> state) {
    if (trainee.steps() == 0) {
      return;
    }
    for (var what : kept) {
      if (what.equals(STEP)) {
        state.put(trainee.name() + "." + what, Tensor.of(trainee.steps()));
      } else if (NUMBERS.contains(what)) {
        state.put(trainee.name() + "." + what, Tensor.of(trainee.number(what, Double.NaN)));
      } else if (trainee.remembers(what)) {
        state.put(trainee.name() + "." + what, trainee.memory(what));
      }
    }
  }

  static void load(
      String optimizer,
      List<Trainee> trainees,
      Function<Trainee, List<String>> remembers,
      Map<String, Tensor> state) {
    var unused = new LinkedHashMap<>(state);
    var faults = new ArrayList<String>();
    var plan = new HashMap<Trainee, Map<String, Tensor>>();
    for (var trainee : trainees) {
      plan.put(trainee, take(trainee, remembers.apply(trainee), unused, faults));
    }
    unused.keySet().forEach(name -> faults.add("unexpected " + name));
    if (!faults.isEmpty()) {
      throw new IllegalArgumentException(
          "%s cannot take this state, and has changed nothing: %s. Load what an optimizer of the same class and settings saved."
              .formatted(optimizer, String.join("; ", faults)));
    }
    plan.forEach(Memories::restore);
  }

  /// {@return what belongs to a parameter; nothing, or all that is kept}
  private static Map<String, Tensor> take(
      Trainee trainee, List<String> kept, Map<String, Tensor> unused, List<String> faults) {
    var found = new LinkedHashMap<String, Tensor>();
    for (var what : kept) {
      for (var name : trainee.names()) { // a state may be of a model that names a tie otherwise
        var tensor = unused.remove(name + "." + what);
        if (tensor != null) {
          check(trainee, name, what, tensor, faults);
          if (found.putIfAbsent(what, tensor) != null) {
            faults.add(
                "%s.%s is the second of %s, whose names %s are one parameter"
                    .formatted(name, what, trainee.name(), trainee.names()));
          }
        }
      }
    }
    for (var what : kept) {
      if (!found.isEmpty() && !found.containsKey(what)) {
        faults.add("missing " + trainee.name() + "." + what);
      }
    }
    return found;
  }

  private static void check(
      Trainee trainee, String name, String what, Tensor tensor, List<String> faults) {
    var needed = NUMBERS.contains(what) ? Shape.of() : trainee.parameter().shape();
    if (!needed.accepts(tensor.shape())) {
      faults.add("%s.%s needs shape %s, found %s".formatted(name, what, needed, tensor.shape()));
    }
  }

  private static void restore(Trainee trainee, Map<String, Tensor> found) {
    var step = found.remove(STEP);
    var product = found.remove(MU_PRODUCT);
    long steps = step != null ? (long) step.item() : found.isEmpty() ? 0 : 1;
    trainee.restore(found, steps);
    if (product != null) {
      trainee.remember(MU_PRODUCT, product.item());
    }
  }
}
