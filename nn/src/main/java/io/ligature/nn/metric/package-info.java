/// Metrics: how good predictions are, batch by batch.
///
/// ```text
/// var accuracy = new Accuracy();
/// for (var batch : loader.epoch(0)) {
///   accuracy.update(net.predict(batch.input()), batch.target());
/// }
/// System.out.println(accuracy.value());
/// ```
///
/// A metric keeps sums, so that batches of different sizes count by their examples, and two of a
/// kind that saw different data can be merged. A value over nothing is NaN.
package io.ligature.nn.metric;
