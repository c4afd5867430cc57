package io.ligature.conformance;

import io.ligature.DType;
import io.ligature.Device;
import io.ligature.conformance.BackendConformance.Memory;
import io.ligature.spi.Backend;
import io.ligature.spi.HeapStorage;
import io.ligature.spi.Storage;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// What goes wrong with memory.
final class MemoryDefects {
  private MemoryDefects() {}

  private interface Allocation {
    Storage make(Device device, DType dtype, long length);
  }

  static List<Defect> all() {
    return List.of(
        memory(
            "gives memory out twice",
            "storage",
            right -> {
              Map<String, Object> arrays = new HashMap<>();
              return (device, dtype, length) ->
                  new HeapStorage(
                      device,
                      dtype,
                      length,
                      arrays.computeIfAbsent(
                          dtype + " " + length, _ -> HeapStorage.newArray(dtype, length)));
            }),
        memory(
            "never gives memory back",
            "\\d+ storages",
            right -> {
              Map<Integer, Storage> kept = new HashMap<>();
              return (device, dtype, length) ->
                  kept.computeIfAbsent(kept.size(), _ -> right.allocate(device, dtype, length));
            }),
        memory(
            "gives less than is asked for",
            "allocate",
            right -> (device, dtype, length) -> right.allocate(device, dtype, length / 2)),
        memory(
            "gives another type",
            "allocate",
            right ->
                (device, dtype, length) ->
                    right.allocate(
                        device, dtype == DType.FLOAT64 ? DType.FLOAT32 : dtype, length)));
  }

  private static Defect memory(
      String words, String op, java.util.function.Function<Backend, Allocation> wrong) {
    return new Defect(
        words,
        Memory.class,
        op,
        right -> {
          var allocation = wrong.apply(right);
          return new DelegatingBackend(() -> right) {
            @Override
            public Storage allocate(Device device, DType dtype, long length) {
              return allocation.make(device, dtype, length);
            }
          };
        });
  }
}
