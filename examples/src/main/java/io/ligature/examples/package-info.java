/// Stories to run: {@link Digits} is the first, {@link io.ligature.examples.chapter} the second.
package io.ligature.examples;
