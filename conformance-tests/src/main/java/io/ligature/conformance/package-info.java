/// The kit: one class names a backend, and inherits every test.
package io.ligature.conformance;
