/// A textbook's chapter on parameters, step by step, beside what four other frameworks print:
/// {@link Chapter} runs it, {@link Section} lists its sections.
package io.ligature.examples.chapter;
