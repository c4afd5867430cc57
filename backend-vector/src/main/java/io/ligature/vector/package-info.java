/// Kernels for the Vector API of the JDK, which users start with `--add-modules
/// jdk.incubator.vector`. Begin at `VectorKernels`; what is not there, the plain backend computes.
///
/// `Lanes` says how wide vectors are, `Team` shares work between threads. Sums run in an order that
/// shapes alone decide: any number of threads gives the same bits. They may differ from those of
/// the plain backend, whose loops are what these are compared with.
package io.ligature.vector;
