package io.ligature.autograd;

import io.ligature.spi.Storage;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;

/// The memory that a run of a function read, held weakly, with its versions at the end of the run.
///
/// What the run made itself is garbage soon; what stays was there before, such as parameters.
final class ReadValues {
  private record Version(WeakReference<Storage> storage, int version) {
    boolean isEdited() {
      var held = storage.get();
      return held != null && held.version() != version;
    }
  }

  private final List<Version> versions = new ArrayList<>();

  ReadValues(Trace run) {
    var seen = Collections.newSetFromMap(new IdentityHashMap<Storage, Boolean>());
    run.visitSaved(
        value -> {
          var storage = value.view().storage();
          if (seen.add(storage)) {
            versions.add(new Version(new WeakReference<>(storage), storage.version()));
          }
        });
  }

  /// {@return whether any of it was edited since}
  boolean areEdited() {
    return versions.stream().anyMatch(Version::isEdited);
  }
}
