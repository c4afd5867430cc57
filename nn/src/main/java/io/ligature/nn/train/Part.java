package io.ligature.nn.train;

import io.ligature.Tensor;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// Something that a checkpoint keeps besides the model.
///
/// @param name in front of the names of its tensors
/// @param state its tensors, which a load replaces and does not edit
/// @param load goes on with such tensors, or changes nothing
record Part(String name, Supplier<Map<String, Tensor>> state, Consumer<Map<String, Tensor>> load) {}
