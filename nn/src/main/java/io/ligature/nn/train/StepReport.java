package io.ligature.nn.train;

/// What a batch did.
///
/// @param step how many steps the optimizer has done
/// @param epoch the number of the epoch, from 1
/// @param batch the number of the batch in it, from 1
/// @param batches how many batches an epoch has
/// @param loss of this batch
/// @param lr the optimizer's learning rate, as it is now
/// @param examples how many there were in the batch
public record StepReport(
    long step, long epoch, long batch, long batches, double loss, double lr, long examples) {}
