/// The reference backend: the plainest loops, no cleverness.
package io.ligature.cpu;
