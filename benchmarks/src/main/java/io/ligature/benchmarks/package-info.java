/// A benchmark per kernel, and the small steps of training.
package io.ligature.benchmarks;
