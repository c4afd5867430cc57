/// Data: where examples come from, and in which order they reach a model.
///
/// ```text
/// var data = Dataset.of(images, labels);
/// var loader = new DataLoader(data, 32).shuffle(Key.of(0));
/// for (int epoch = 0; epoch < 10; epoch++) {
///   for (var batch : loader.epoch(epoch)) { ... }
/// }
/// ```
///
/// A [Dataset] is a list of anything; [Example] is what a [DataLoader] makes batches of. The order
/// of an epoch follows from a key and the number of the epoch alone, so that a training which was
/// stopped can go on in its middle.
package io.ligature.nn.data;
