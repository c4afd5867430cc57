package io.ligature.npy;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.ligature.DType;
import io.ligature.DTypeException;
import io.ligature.Shape;
import io.ligature.op.TensorType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What an array says of itself.
///
/// @param order of the bytes of an element
/// @param fortran whether the first axis runs fastest, rather than the last
record Header(TensorType type, ByteOrder order, boolean fortran) {
  static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};

  /// A header above this is refused, as NumPy does; those of tensors have about a hundred.
  static final int MAX_BYTES = 10_000;

  private static final int MAX_RANK = 64; // as many as NumPy has
  private static final int ALIGNMENT = 64;

  // ---- reading

  /// {@return what the dictionary says}
  static Header parse(byte[] text, Function<String, NpyException> refusal) {
    var literal = new Literal(text, refusal);
    @Nullable String descr = null;
    @Nullable Boolean fortran = null;
    long @Nullable [] shape = null;
    literal.expect('{', "the header");
    while (!literal.skip('}')) {
      var key = literal.string("the header");
      literal.expect(':', "the header after '" + key + "'");
      if (key.equals("descr") && descr == null) {
        descr = descr(literal);
      } else if (key.equals("fortran_order") && fortran == null) {
        fortran = literal.truth(key);
      } else if (key.equals("shape") && shape == null) {
        shape = extents(literal);
      } else {
        throw literal.error(
            "descr, fortran_order and shape once each", "the header", "'" + key + "'");
      }
      if (!literal.skip(',')) {
        literal.expect('}', "the header");
        break;
      }
    }
    literal.expectEnd();
    if (descr == null || fortran == null || shape == null) {
      throw literal.error("descr, fortran_order and shape", "the header");
    }
    var dtype = dtype(literal, descr);
    checkSize(literal, dtype, shape);
    return new Header(new TensorType(dtype, Shape.of(shape)), order(descr), fortran);
  }

  private static String descr(Literal literal) {
    if (literal.skip('[')) {
      throw literal.error(
          "the type of plain numbers", "descr", "the fields of a structure. Save each by itself");
    }
    return literal.string("descr");
  }

  private static long[] extents(Literal literal) {
    var extents = new long[MAX_RANK];
    int rank = 0;
    literal.expect('(', "shape");
    while (!literal.skip(')')) {
      if (rank == MAX_RANK) {
        throw literal.error("at most " + MAX_RANK + " extents", "shape");
      }
      extents[rank++] = literal.wholeNumber("shape");
      if (!literal.skip(',')) {
        if (rank == 1) {
          throw literal.error("a comma after a single extent", "shape");
        }
        literal.expect(')', "shape");
        break;
      }
    }
    return Arrays.copyOf(extents, rank);
  }

  private static DType dtype(Literal literal, String descr) {
    if (descr.contains("O")) {
      throw literal.error(
          "numbers", "descr", "'%s', Python objects, which are not read".formatted(descr));
    }
    for (var dtype : DType.values()) {
      if (dtype != DType.BFLOAT16 && descr.length() == 3 && descr.endsWith(code(dtype))) {
        boolean ordered = descr.charAt(0) == '<' || descr.charAt(0) == '>';
        if (ordered || (dtype.bytes() == 1 && descr.charAt(0) == '|')) {
          return dtype;
        }
      }
    }
    throw literal.error("one of " + known(), "descr", "'" + descr + "'. Convert it with astype");
  }

  private static String known() {
    return Arrays.stream(DType.values())
        .filter(dtype -> dtype != DType.BFLOAT16)
        .map(Header::descr)
        .collect(Collectors.joining(", "));
  }

  private static ByteOrder order(String descr) {
    return descr.startsWith(">") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
  }

  private static void checkSize(Literal literal, DType dtype, long[] shape) {
    long bytes = dtype.bytes();
    try {
      for (long extent : shape) {
        bytes = Math.multiplyExact(bytes, Math.max(extent, 1)); // zeros must not hide an overflow
      }
    } catch (ArithmeticException _) {
      throw literal.error("a size that 63 bits can count", "shape", Arrays.toString(shape));
    }
  }

  /// {@return the number of bytes that the elements take}
  long bytes() {
    return type.shape().size() * type.dtype().bytes();
  }

  // ---- writing

  /// {@return all that stands before the elements of a tensor, padded so that they are aligned}
  ///
  /// @throws DTypeException if NumPy has no such elements
  static byte[] format(TensorType type) {
    var extents = Arrays.stream(type.shape().toArray()).mapToObj(Long::toString).toList();
    var shape = String.join(", ", extents) + (extents.size() == 1 ? "," : "");
    var text =
        "{'descr': '%s', 'fortran_order': False, 'shape': (%s), }"
            .formatted(descr(type.dtype()), shape)
            .getBytes(US_ASCII);
    int begin = MAGIC.length + 4;
    int total = (begin + text.length + ALIGNMENT) / ALIGNMENT * ALIGNMENT; // and one for the end
    var bytes = ByteBuffer.allocate(total).order(ByteOrder.LITTLE_ENDIAN);
    bytes.put(MAGIC).put((byte) 1).put((byte) 0).putShort((short) (total - begin)).put(text);
    Arrays.fill(bytes.array(), bytes.position(), total - 1, (byte) ' ');
    bytes.put(total - 1, (byte) '\n');
    return bytes.array();
  }

  private static String descr(DType dtype) {
    return (dtype.bytes() == 1 ? "|" : "<") + code(dtype);
  }

  private static String code(DType dtype) {
    return switch (dtype) {
      case FLOAT32 -> "f4";
      case FLOAT64 -> "f8";
      case FLOAT16 -> "f2";
      case INT32 -> "i4";
      case INT64 -> "i8";
      case INT8 -> "i1";
      case UINT8 -> "u1";
      case BOOL -> "b1";
      case BFLOAT16 ->
          throw new DTypeException(
              "NumPy has no bf16. Cast it with to(DType.FLOAT32), or save it with Tensors.save.");
    };
  }
}
