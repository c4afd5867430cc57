/// Named tensors in files that other software reads, and that cannot run code.
///
/// ```text
/// 8 bytes     the length n of the header, little-endian
/// n bytes     JSON: {"name": {"dtype": "F32", "shape": [2, 3], "data_offsets": [begin, end]}, ...,
///             "__metadata__": {"text": "text"}}, padded with spaces
/// the rest    the elements, row-major and little-endian, without holes; offsets count from here
/// ```
///
/// Start at [io.ligature.Tensors]; [TensorFile] reads one tensor at a time. Large models come in
/// several files with an index, a [ShardedFile].
///
/// @see <a href="https://huggingface.co/docs/safetensors/index#format">The format</a>
package io.ligature.safetensors;
