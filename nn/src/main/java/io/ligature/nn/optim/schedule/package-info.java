/// Schedules: how a learning rate goes from step to step.
///
/// ```text
/// var schedule = Schedule.linear(0.01, 1, 100).then(100, Schedule.cosine(900));
/// var scheduler = new Scheduler(optimizer, schedule);
/// ...
/// optimizer.step();
/// scheduler.step();
/// ```
///
/// A [Schedule] is a function of the first rate and the number of steps, without a memory; a
/// [Scheduler] counts the steps, and sets the rates of an optimizer and of its groups. What a step
/// is, of the optimizer or an epoch, is where it is called. Only [Plateau] looks at how training
/// goes.
package io.ligature.nn.optim.schedule;
