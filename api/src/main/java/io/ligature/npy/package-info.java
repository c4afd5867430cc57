/// Arrays in the files of NumPy: one in an `.npy` file, several by name in an `.npz` file.
///
/// ```text
/// 6 bytes        \x93NUMPY
/// 2 bytes        the version of the format: 1.0, 2.0 or 3.0
/// 2 or 4 bytes   the length n of the header, little-endian; 2 in version 1.0
/// n bytes        {'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }
/// the rest       the elements
/// ```
///
/// An `.npz` file is a zip file of such files. Pickled objects are refused, so that reading cannot
/// run code. Start at [Npy] and [Npz].
///
/// @see <a href="https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html">The
///   format</a>
package io.ligature.npy;
