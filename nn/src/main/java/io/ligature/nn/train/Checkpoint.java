package io.ligature.nn.train;

import io.ligature.Tensor;
import io.ligature.Tensors;
import io.ligature.nn.Block;
import io.ligature.nn.StateDict;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// All that a training needs to go on, in one safetensors file.
///
/// ```text
/// model.0.weight              the model's state; aliases of ties are in the metadata
/// optimizer.0.weight.exp_avg  and other parts: schedules, averages, callbacks
/// random.root                 where random numbers come from
/// position.epoch              how far it has come
/// ```
///
/// @param net the model
/// @param parts what else is kept
/// @param remarks what must be the same where the training goes on, as text
record Checkpoint(Block net, List<Part> parts, Map<String, String> remarks) {
  private static final String FORMAT = "ligature.checkpoint";
  private static final String VERSION = "1";
  private static final String PARTS = "parts";
  private static final String MODEL = "model.";
  private static final String POSITION = "position.";

  /// A file, read and not yet used.
  private record Read(Path path, StateDict all) {
    Map<String, Tensor> under(String prefix) {
      var found = new LinkedHashMap<String, Tensor>();
      all.forEach(
          (name, tensor) -> {
            if (name.startsWith(prefix)) {
              found.put(name.substring(prefix.length()), tensor);
            }
          });
      return found;
    }

    IllegalArgumentException refused(String problem) {
      return new IllegalArgumentException(
          "Cannot resume from %s: %s Nothing has changed.".formatted(path, problem));
    }
  }

  // ---- saving

  void save(Path path, Position position, String data) {
    var tensors = new LinkedHashMap<String, Tensor>();
    var metadata = new LinkedHashMap<String, String>();
    metadata.put(FORMAT, VERSION);
    metadata.put(PARTS, names());
    metadata.put("data", data);
    metadata.putAll(remarks);
    var model = net.stateDict();
    model.forEach((name, tensor) -> tensors.put(MODEL + name, tensor));
    model.aliases().forEach((alias, key) -> metadata.put(MODEL + alias, MODEL + key));
    for (var part : parts) {
      part.state().get().forEach((name, t) -> tensors.put(part.name() + "." + name, t));
    }
    tensors.put(POSITION + "epoch", Tensor.of(position.epoch()));
    tensors.put(POSITION + "batch", Tensor.of(position.batch()));
    tensors.put(POSITION + "step", Tensor.of(position.step()));
    tensors.put(POSITION + "examples", Tensor.of(position.examples()));
    tensors.put(POSITION + "loss_sum", Tensor.of(position.lossSum()));
    Tensors.save(path, tensors, metadata);
  }

  private String names() {
    return String.join(", ", parts.stream().map(Part::name).toList());
  }

  // ---- loading

  /// What a file said besides the states.
  ///
  /// @param position how far the training had come
  /// @param data what its loader printed as
  record Loaded(Position position, String data) {}

  /// Takes over all of a file, or after an error nothing.
  Loaded load(Path path) {
    var file = new Read(path, StateDict.load(path));
    check(file);
    var position = position(file);
    var done = new ArrayList<Runnable>(); // what takes each change back
    try {
      for (var part : parts) {
        var before = part.state().get();
        part.load().accept(file.under(part.name() + "."));
        done.addFirst(() -> part.load().accept(before));
      }
      net.load(file.all().select("\\Q" + MODEL + "\\E.*").rename("^\\Q" + MODEL + "\\E", ""));
    } catch (RuntimeException e) {
      done.forEach(Runnable::run);
      throw e;
    }
    return new Loaded(position, file.all().metadata().getOrDefault("data", ""));
  }

  private void check(Read file) {
    var metadata = file.all().metadata();
    if (!VERSION.equals(metadata.get(FORMAT))) {
      throw file.refused(
          metadata.containsKey(FORMAT)
              ? "it has version %s, and this library reads %s."
                  .formatted(metadata.get(FORMAT), VERSION)
              : "it is no checkpoint of a training. Load a model with net.load(path).");
    }
    checkRemark(file, PARTS, names());
    remarks.forEach((name, text) -> checkRemark(file, name, text));
  }

  private static void checkRemark(Read file, String name, String mine) {
    var found = file.all().metadata().get(name);
    if (!mine.equals(found)) {
      throw file.refused(
          "its %s: %s; this trainer's: %s. Set the trainer up as the one that saved it."
              .formatted(name, found, mine));
    }
  }

  private static Position position(Read file) {
    var found = file.under(POSITION);
    var names = List.of("epoch", "batch", "step", "examples", "loss_sum");
    var numbers = new double[names.size()];
    for (int i = 0; i < numbers.length; i++) {
      var tensor = found.get(names.get(i));
      if (tensor == null || tensor.size() != 1) {
        throw file.refused("it lacks " + POSITION + names.get(i) + ".");
      }
      numbers[i] = tensor.item();
      if (i < 4 && numbers[i] < 0) {
        throw file.refused("its %s%s is %s.".formatted(POSITION, names.get(i), numbers[i]));
      }
    }
    return new Position(
        (long) numbers[0], (long) numbers[1], (long) numbers[2], (long) numbers[3], numbers[4]);
  }
}
