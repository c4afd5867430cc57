/// How far predictions are from what they should be: a [Loss] for each way to measure it, and all
/// of them with default settings as functions in [Losses].
///
/// Names, formulas and defaults are PyTorch's, but for one thing: prediction and target must have
/// one shape. Broadcasting `[8, 1]` beside `[8]` gives 64 differences and a loss that trains
/// nothing, silently.
package io.ligature.nn.loss;
