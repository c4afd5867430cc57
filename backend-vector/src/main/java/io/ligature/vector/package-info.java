/// Will hold kernels for the Vector API of the JDK.
package io.ligature.vector;
