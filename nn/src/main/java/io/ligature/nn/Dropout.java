package io.ligature.nn;

import io.ligature.Dispatch;
import io.ligature.Key;
import io.ligature.Tensor;
import org.jspecify.annotations.Nullable;

/// Elements replaced by 0 at random while training, the others scaled so that the expectation
/// stays. In inference mode nothing happens.
///
/// ```text
/// y[i] = 0               with probability p
///        x[i] / (1 - p)  else
/// ```
///
/// Every use draws a new key: from the default stream, or from the key that the layer was given,
/// which makes it repeat itself from its first use on. A dry run draws none.
///
/// @see <a href="https://jmlr.org/papers/v15/srivastava14a.html">Srivastava et al. (2014)</a>
public final class Dropout extends Block {
  private final double p;
  private final @Nullable Key key;
  private long uses; // of the key; a plain number, so that a copy counts for itself

  /// Makes the layer with p = 0.5.
  public Dropout() {
    this(0.5);
  }

  /// Makes the layer.
  ///
  /// @param p the share of zeros
  /// @throws IllegalArgumentException if `p` is outside [0, 1]
  public Dropout(double p) {
    this(p, null);
  }

  /// Makes a layer that repeats itself.
  ///
  /// @param p the share of zeros
  /// @param key where it draws from; null for the default stream
  /// @throws IllegalArgumentException if `p` is outside [0, 1]
  public Dropout(double p, @Nullable Key key) {
    if (!(p >= 0 && p <= 1)) {
      throw new IllegalArgumentException("Dropout needs a p of 0 to 1; found %s.".formatted(p));
    }
    this.p = p;
    this.key = key;
  }

  @Override
  protected Tensor forward(Tensor x) {
    if (!isTraining() || p == 0 || x.device().isDry()) {
      return x;
    }
    var draw = new io.ligature.op.Dropout(nextKey(), p);
    return Dispatch.execute(draw, x.to(x.dtype().widened()));
  }

  /// {@return how often it drew from a key of its own; a checkpoint of a training keeps this}
  public synchronized long draws() {
    return uses;
  }

  /// Goes on after so many draws from a key of its own.
  ///
  /// @throws IllegalArgumentException if it is negative
  public synchronized void draws(long count) {
    if (count < 0) {
      throw new IllegalArgumentException(
          "Dropout needs a number of draws of 0 or more; found %d.".formatted(count));
    }
    uses = count;
  }

  private synchronized Key nextKey() {
    return key == null ? Key.next() : key.fold(uses++);
  }

  @Override
  protected String describe() {
    return "Dropout(" + p + ")";
  }
}
