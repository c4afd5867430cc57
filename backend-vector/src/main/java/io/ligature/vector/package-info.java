/// Kernels for the Vector API of the JDK, which users start with `--add-modules
/// jdk.incubator.vector`. Begin at `VectorKernels`; what is not there, the plain backend computes.
///
/// `Lanes` says how wide vectors are, `Team` shares work between threads. Sums run in an order that
/// shapes alone decide: any number of threads gives the same bits. They may differ from those of
/// the plain backend, whose loops are what these are compared with.
///
/// Products pack their operands outside the heap, in memory that is used again and again. A weight
/// that comes the third time without an edit, as when a model serves, is packed once and kept like
/// that with its storage, which takes its size again (`FloatPanels`).
package io.ligature.vector;
