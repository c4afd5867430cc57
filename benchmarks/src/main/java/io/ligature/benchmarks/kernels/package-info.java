/// A benchmark for every family of kernels, and for every bigger operation that a backend may
/// compute at once: from sizes where nothing but the way to the kernel counts to those that no
/// cache holds.
///
/// ```text
/// mvn -q -pl benchmarks -am -DskipTests package exec:exec -Dargs="kernels.Unary -p op=EXP,TANH -p size=4096"
/// ```
package io.ligature.benchmarks.kernels;
