/// Optimizers: what a step does to parameters.
///
/// ```text
/// optimizer.zeroGrad();
/// loss.backward();
/// optimizer.step();
/// ```
///
/// A step edits values in place, steps a tie once, and leaves alone what is frozen or has no
/// gradient: no gradient is not a gradient of zero, which still lets weights decay and momentum go
/// on. What is remembered of a parameter is kept by its name and follows it to other devices and
/// types. Formulas and defaults are PyTorch's. Start at [Optimizer].
package io.ligature.nn.optim;
