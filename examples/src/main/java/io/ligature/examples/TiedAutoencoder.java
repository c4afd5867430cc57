package io.ligature.examples;

import io.ligature.Tensor;
import io.ligature.nn.Block;
import io.ligature.nn.Linear;
import io.ligature.nn.Sequential;
import io.ligature.nn.Sigmoid;
import io.ligature.nn.Tanh;
import java.util.Map;

/// Squeezes an image into a few numbers, its code, and draws it again from them. Every weight that
/// draws is one that squeezes, transposed.
///
/// ```text
/// code = tanh(x Wᵀ + b) Vᵀ + c        V (code, hidden)   W (hidden, pixels)
/// y    = σ(tanh(code V + d) W + e)    from 0 to 1, as the pixels are
/// ```
///
/// @see <a href="https://doi.org/10.1126/science.1127647">Hinton and Salakhutdinov (2006)</a>
final class TiedAutoencoder extends Block {
  private final Sequential encoder;
  private final Sequential decoder;

  TiedAutoencoder(long pixels, long hidden, long code) {
    encoder =
        Sequential.of(
            Map.entry("in", new Linear(pixels, hidden)),
            Map.entry("tanh", new Tanh()),
            Map.entry("out", new Linear(hidden, code)));
    decoder =
        Sequential.of(
            Map.entry("in", new Linear(code, hidden)),
            Map.entry("tanh", new Tanh()),
            Map.entry("out", new Linear(hidden, pixels)),
            Map.entry("sigmoid", new Sigmoid()));
    tieTransposed("decoder.in.weight", "encoder.out.weight");
    tieTransposed("decoder.out.weight", "encoder.in.weight");
  }

  @Override
  protected Tensor forward(Tensor x) {
    return decoder.apply(encoder.apply(x));
  }
}
