package io.ligature.vector;

import io.ligature.spi.Storage;
import java.lang.foreign.MemorySegment;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A weight, packed once for all products while nobody edits it: serving a model, or the steps of a
/// recurrent net.
///
/// Packing is a fifth of a product with 64 rows. It is done when the same matrix comes the third
/// time without an edit: a step of training that reads a weight once or twice pays neither time nor
/// memory, one that reads it more often packs it anew in each step, into the same memory. The
/// storage of the weight keeps the last one, and both are garbage together.
final class FloatPanels {
  private static final int OFTEN = 3;
  private static final int FEW = 1 << 12; // elements whose packing nobody notices
  private static final int MANY = 1 << 28; // so that places are ints
  private static final int MOST_ROWS = 512; // on the left: for more, packing is next to nothing
  private static final int TILE = FloatMatMul.TILE;

  private final Matrix b;
  private final int version;
  private int times = 1; // or so: threads may count at once
  private final @Nullable FloatPack used; // before the last edit
  private volatile @Nullable FloatPack packed; // panels of TILE columns, each as deep as b

  private FloatPanels(Matrix b, int version, @Nullable FloatPack used) {
    this.b = b;
    this.version = version;
    this.used = used;
  }

  /// {@return the panels of a transposed weight, or null if they are not worth it}
  ///
  /// @param rows of the other operand
  /// @param b the weight
  /// @param weight where it lies
  static @Nullable FloatPanels of(int rows, Matrix b, Storage weight) {
    long size = (long) b.across() * b.columns();
    if (rows <= FloatRow.MOST || rows > MOST_ROWS || size < FEW || size > MANY) {
      return null;
    }
    if (b.down() != 1 || b.across() < b.rows()) {
      return null; // not as layers keep it
    }
    int version = weight.version(); // before it is read: an edit counts when it is done
    var known = weight.derived() instanceof FloatPanels panels ? panels : null;
    if (known == null || !known.b.equals(b)) {
      weight.derived(new FloatPanels(b, version, null));
      return null;
    }
    if (known.version != version) {
      weight.derived(new FloatPanels(b, version, known.isPacked() ? known.packed : known.used));
      return null;
    }
    if (!known.isPacked() && ++known.times >= OFTEN) {
      known.pack();
    }
    return known.isPacked() ? known : null;
  }

  private synchronized void pack() {
    if (packed == null) {
      packed = FloatPack.whole(b, used);
    }
  }

  boolean isPacked() {
    return packed != null;
  }

  /// {@return the panels}
  MemorySegment memory() {
    return Objects.requireNonNull(packed).b;
  }

  /// {@return how deep a panel is}
  int depth() {
    return b.rows();
  }

  /// {@return where a part of b begins, whose first column begins a panel}
  int place(Product part) {
    int from = part.b() - b.at();
    return from / b.across() * b.rows() + from % b.across() * TILE;
  }
}
