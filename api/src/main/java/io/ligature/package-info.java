/// Tensors and where they live.
///
/// Axes count from 0, outermost first; -1 is the last. Memory lives as long as some tensor reaches
/// it. Tensors may be read from many threads; edits in place are the caller's to order.
package io.ligature;
