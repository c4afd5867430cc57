/// Stories to run; {@link Digits} is the first.
package io.ligature.examples;
