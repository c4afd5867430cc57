package io.ligature.autograd;

import io.ligature.spi.History;
import org.jspecify.annotations.Nullable;

/// The slots of a pass by history.
///
/// Open addressing over the histories' numbers: a small net's whole pass takes a few microseconds,
/// and a general map would be a good part of it.
final class Slots {
  private @Nullable Slot[] table = new Slot[32]; // a power of two, at most half full
  private int size;

  @Nullable Slot get(History history) {
    return table[place(history)];
  }

  void put(Slot slot) {
    table[place(slot.history)] = slot;
    if (++size > table.length / 2) {
      grow();
    }
  }

  private int place(History history) {
    int mask = table.length - 1;
    int place = (int) ((history.id() * 0x9E3779B97F4A7C15L) >>> 32) & mask; // golden ratio
    for (var at = table[place]; at != null && at.history != history; at = table[place]) {
      place = (place + 1) & mask;
    }
    return place;
  }

  private void grow() {
    var old = table;
    table = new Slot[2 * old.length];
    for (var slot : old) {
      if (slot != null) {
        table[place(slot.history)] = slot;
      }
    }
  }
}
