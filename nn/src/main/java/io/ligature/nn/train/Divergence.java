package io.ligature.nn.train;

import io.ligature.Dispatch;
import io.ligature.Key;
import io.ligature.Tensor;
import io.ligature.nn.Block;
import io.ligature.nn.Hook;
import io.ligature.nn.data.Batch;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Where numbers stopped to be numbers.
final class Divergence {
  private static final String ADVICE =
      " The weights are those before this step. Lower the learning rate, clip gradients, or look at"
          + " the data.";

  private final Block net;
  private final Position position;

  Divergence(Block net, Position position) {
    this.net = net;
    this.position = position;
  }

  private record Place(String path, String what) {}

  /// {@return the error for a loss}
  ///
  /// @param keys where the default stream stood before the batch, so that the same numbers are
  ///   drawn
  DivergedException ofLoss(double loss, Batch batch, Key.Position keys) {
    var place = ofInput(batch);
    place = place == null ? ofParameters() : place;
    place = place == null ? ofLayers(batch, keys) : place;
    var where =
        place == null
            ? " Inputs, parameters and the results of all layers are finite: look at the loss"
                + " function and the targets."
            : place.what;
    return error(place, "the loss is %s.%s".formatted(loss, where));
  }

  /// Refuses gradients that are not finite.
  void checkGradients() {
    net.parameters()
        .forEach(
            (path, parameter) -> {
              var gradient = parameter.lentGrad();
              if (gradient != null && !isFinite(gradient)) {
                throw error(
                    new Place(path, ""),
                    "the gradient of %s is not finite: %s. The loss is."
                        .formatted(path, describe(gradient)));
              }
            });
  }

  private DivergedException error(@Nullable Place place, String problem) {
    return new DivergedException(
        position.step() + 1,
        place == null ? "" : place.path,
        position.next() + ": " + problem + ADVICE);
  }

  private static @Nullable Place ofInput(Batch batch) {
    return isFinite(batch.input())
        ? null
        : new Place("", " The input is not finite: %s.".formatted(describe(batch.input())));
  }

  private @Nullable Place ofParameters() {
    for (var entry : net.parameters().toMap().entrySet()) {
      var value = entry.getValue().value().detach();
      if (!isFinite(value)) {
        return new Place(
            entry.getKey(),
            " Parameter %s is not finite: %s.".formatted(entry.getKey(), describe(value)));
      }
    }
    return null;
  }

  /// Computes the batch again and looks at the result of every layer.
  private @Nullable Place ofLayers(Batch batch, Key.Position keys) {
    var found = new ArrayList<Place>();
    var hooks = new ArrayList<Hook>();
    var now = Key.position();
    try {
      for (var visit : net.traverse()) {
        if (visit.isFirst()) {
          hooks.add(visit.block().onForward((_, y) -> look(visit.path(), y, found)));
        }
      }
      Key.resume(keys);
      Dispatch.untracked(() -> net.apply(batch.input()));
    } finally {
      Key.resume(now);
      hooks.forEach(Hook::close);
    }
    return found.isEmpty() ? null : found.getFirst(); // inner layers are done before outer ones
  }

  private static Tensor look(String path, Tensor y, List<Place> found) {
    if (found.isEmpty() && !isFinite(y)) {
      var layer = path.isEmpty() ? "the model" : path;
      found.add(
          new Place(
              path,
              " The first layer whose result is not finite is %s: %s."
                  .formatted(layer, describe(y))));
    }
    return y;
  }

  /// {@return whether all elements are finite}. If their sum is, they are; it is cheap to ask
  /// first.
  static boolean isFinite(Tensor x) {
    return !x.dtype().isFloating()
        || Double.isFinite(x.detach().sum().item())
        || x.detach().isFinite().all().itemBoolean();
  }

  static String describe(Tensor x) {
    var values = x.detach().toDoubleArray();
    long bad = 0;
    int first = -1;
    for (int i = 0; i < values.length; i++) {
      if (!Double.isFinite(values[i])) {
        bad++;
        first = first < 0 ? i : first;
      }
    }
    return "%d of %d values, the first at %s, which is %s"
        .formatted(bad, values.length, index(x, first), values[first]);
  }

  private static List<Long> index(Tensor x, long place) {
    var index = new ArrayList<Long>();
    for (int axis = x.rank() - 1; axis >= 0; axis--) {
      index.addFirst(place % x.shape().get(axis));
      place /= x.shape().get(axis);
    }
    return index;
  }
}
