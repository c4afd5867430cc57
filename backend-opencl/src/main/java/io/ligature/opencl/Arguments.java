package io.ligature.opencl;

import static io.ligature.opencl.Types.buffer;

import io.ligature.spi.View;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The arguments of a kernel, in order.
final class Arguments {
  private final List<Object> arguments = new ArrayList<>();

  /// Appends a buffer and the place of its first element, or that there is none.
  Arguments view(@Nullable View view) {
    arguments.add(view == null ? OpenClDevice.NOTHING : buffer(view));
    arguments.add(view == null ? 0L : view.layout().offset());
    return this;
  }

  /// Appends a buffer of which all is meant.
  Arguments all(View temporary) {
    arguments.add(buffer(temporary));
    return this;
  }

  /// Appends numbers, walks and structs.
  Arguments values(Object... values) {
    arguments.addAll(List.of(values));
    return this;
  }

  Object[] array() {
    return arguments.toArray();
  }
}
