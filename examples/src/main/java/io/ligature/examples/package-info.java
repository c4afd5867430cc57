/// Stories to run: {@link Digits} is the first, {@link CharLm} writes text, {@link Rnn} foretells a
/// wave, {@link io.ligature.examples.chapter} is a tour.
package io.ligature.examples;
