/// Optimizers: what a step does to a parameter.
package io.ligature.nn.optim;
