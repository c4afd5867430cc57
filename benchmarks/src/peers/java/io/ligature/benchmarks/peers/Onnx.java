package io.ligature.benchmarks.peers;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;

/// Writes a model as ONNX, which is a message of Protocol Buffers: fields, each a number with a
/// kind and then its value.
///
/// @see <a href="https://github.com/onnx/onnx/blob/main/onnx/onnx.proto">onnx.proto</a>
/// @see <a href="https://protobuf.dev/programming-guides/encoding/">Protocol Buffers: encoding</a>
final class Onnx {
  private static final int FLOAT = 1;
  private static final int INT_ATTRIBUTE = 2;
  private static final int INTS_ATTRIBUTE = 7;

  private final Message graph = new Message();
  private String last = "x";
  private int nodes;

  Onnx() {
    graph.text(2, "net");
  }

  /// Adds a node that takes the result of the last one, and weights.
  Onnx node(String type, List<Weight> weights, Consumer<Message> attributes) {
    var node = new Message().text(1, last);
    for (int i = 0; i < weights.size(); i++) {
      var name = "w%d_%d".formatted(nodes, i);
      node.text(1, name);
      graph.message(5, tensor(name, weights.get(i)));
    }
    last = "y" + nodes++;
    node.text(2, last).text(4, type);
    attributes.accept(node);
    graph.message(1, node);
    return this;
  }

  /// An attribute that is a whole number.
  static void attribute(Message node, String name, long value) {
    node.message(5, new Message().text(1, name).number(3, value).number(20, INT_ATTRIBUTE));
  }

  /// An attribute that is a list of whole numbers.
  static void attribute(Message node, String name, long... values) {
    var attribute = new Message().text(1, name).number(20, INTS_ATTRIBUTE);
    for (long value : values) {
      attribute.number(8, value);
    }
    node.message(5, attribute);
  }

  /// {@return the bytes of the file, for an input `x` and a result of the given extents}
  byte[] model(int[] in, int[] out) {
    graph.message(11, value("x", in)).message(12, value(last, out));
    return new Message()
        .number(1, 10) // version of the format
        .message(7, graph)
        .message(8, new Message().text(1, "").number(2, 20)) // version of the operators
        .bytes();
  }

  /// {@return the name of the result}
  String result() {
    return last;
  }

  private static Message tensor(String name, Weight weight) {
    var raw = ByteBuffer.allocate(4 * weight.values().length).order(ByteOrder.LITTLE_ENDIAN);
    raw.asFloatBuffer().put(weight.values());
    var tensor = new Message();
    for (int extent : weight.extents()) {
      tensor.number(1, extent);
    }
    return tensor.number(2, FLOAT).text(8, name).raw(9, raw.array());
  }

  private static Message value(String name, int[] extents) {
    var shape = new Message();
    for (int extent : extents) {
      shape.message(1, new Message().number(1, extent));
    }
    var type = new Message().number(1, FLOAT).message(2, shape);
    return new Message().text(1, name).message(2, new Message().message(1, type));
  }

  /// Fields written one after the other.
  static final class Message {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    Message number(int field, long value) {
      varint(field << 3);
      varint(value);
      return this;
    }

    Message text(int field, String value) {
      return raw(field, value.getBytes(StandardCharsets.UTF_8));
    }

    Message message(int field, Message value) {
      return raw(field, value.bytes());
    }

    Message raw(int field, byte[] value) {
      varint(field << 3 | 2);
      varint(value.length);
      out.writeBytes(value);
      return this;
    }

    byte[] bytes() {
      return out.toByteArray();
    }

    private void varint(long value) {
      for (; (value & ~0x7fL) != 0; value >>>= 7) {
        out.write((int) (value & 0x7f | 0x80));
      }
      out.write((int) value);
    }
  }
}
