/// Kernels on the Vector API.
package io.ligature.vector;
