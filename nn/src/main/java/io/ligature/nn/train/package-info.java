/// Training: the loop, what watches over it, and what survives it.
///
/// ```text
/// var trainer =
///     new Trainer(net, new AdamW(net.parameters()), Losses::crossEntropy)
///         .validate(test, Map.of("accuracy", new Accuracy()))
///         .with(new Progress())
///         .checkpoint(Path.of("run.safetensors"), 100);
/// trainer.resume();
/// trainer.fit(loader, 20);
/// ```
///
/// [Trainer] is the loop that everybody writes, with the parts around it that are easily forgotten;
/// nothing in a model, an optimizer or a loader knows of it. A training that was stopped at any
/// moment and resumed ends with the same bits as one that was not: see [Trainer#checkpoint].
package io.ligature.nn.train;
