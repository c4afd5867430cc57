package io.ligature.benchmarks.peers;

import io.ligature.benchmarks.peers.Layer.Conv;
import io.ligature.benchmarks.peers.Layer.Dense;
import io.ligature.benchmarks.peers.Layer.Encoder;
import io.ligature.benchmarks.peers.Layer.Flatten;
import io.ligature.benchmarks.peers.Layer.MaxPool;
import io.ligature.benchmarks.peers.Layer.Relu;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/// The nets that are trained and asked, with their data and first weights: the same for everybody.
@SuppressWarnings("ImmutableEnumChecker") // nobody writes into the extents
public enum Net {
  /// 4-8-1, squared error.
  TINY(2, 0, new int[] {4}, new int[] {1}, new Dense(4, 8), new Relu(), new Dense(8, 1)),

  /// 784-256-128-10, cross-entropy.
  MLP(
      64,
      10,
      new int[] {784},
      new int[] {10},
      new Dense(784, 256),
      new Relu(),
      new Dense(256, 128),
      new Relu(),
      new Dense(128, 10)),

  /// 1024-4096-1024, squared error.
  WIDE(
      128,
      0,
      new int[] {1024},
      new int[] {1024},
      new Dense(1024, 4096),
      new Relu(),
      new Dense(4096, 1024)),

  /// LeCun's convolutional net with today's activations, cross-entropy.
  ///
  /// @see <a href="http://yann.lecun.com/exdb/publis/pdf/lecun-98.pdf">LeCun et al. (1998)</a>
  LENET(
      64,
      10,
      new int[] {1, 28, 28},
      new int[] {10},
      new Conv(1, 6, 5, 2),
      new Relu(),
      new MaxPool(),
      new Conv(6, 16, 5, 0),
      new Relu(),
      new MaxPool(),
      new Flatten(16, 5),
      new Dense(400, 120),
      new Relu(),
      new Dense(120, 84),
      new Relu(),
      new Dense(84, 10)),

  /// One encoder block over 128 tokens, squared error.
  ENCODER(8, 0, new int[] {128, 256}, new int[] {128, 256}, new Encoder(256, 4, 1024));

  private final int batch;
  private final int classes;
  private final int[] in;
  private final int[] out;
  private final List<Layer> layers;

  Net(int batch, int classes, int[] in, int[] out, Layer... layers) {
    this.batch = batch;
    this.classes = classes;
    this.in = in;
    this.out = out;
    this.layers = List.of(layers);
  }

  /// {@return the layers, in order}
  public List<Layer> layers() {
    return layers;
  }

  /// {@return how many examples a training step takes}
  public int batch() {
    return batch;
  }

  /// {@return the number of classes; 0 if the loss is the mean square}
  public int classes() {
    return classes;
  }

  /// {@return the extents of a batch}
  public int[] inputs(int examples) {
    return batched(examples, in);
  }

  /// {@return the extents of what the net makes of a batch}
  public int[] outputs(int examples) {
    return batched(examples, out);
  }

  private static int[] batched(int examples, int[] extents) {
    var all = new int[extents.length + 1];
    all[0] = examples;
    System.arraycopy(extents, 0, all, 1, extents.length);
    return all;
  }

  /// {@return examples, N(0, 1)}
  public float[] examples(int count) {
    return Numbers.normal(1, Numbers.size(inputs(count)));
  }

  /// {@return what a net without classes should make of a batch, N(0, 1)}
  public float[] targets() {
    return Numbers.normal(2, Numbers.size(outputs(batch)));
  }

  /// {@return the classes of a batch}
  public int[] labels() {
    return IntStream.range(0, batch).map(i -> i * 7 % classes).toArray();
  }

  /// {@return the classes of a batch as rows of zeros and a one}
  public float[] oneHot() {
    var labels = labels();
    var rows = new float[batch * classes];
    for (int i = 0; i < batch; i++) {
      rows[i * classes + labels[i]] = 1;
    }
    return rows;
  }

  /// {@return the first values of all parameters, layer by layer}
  public List<Weight> weights() {
    var all = new ArrayList<Weight>();
    for (var layer : layers) {
      for (var extents : layer.parameters()) {
        all.add(Weight.draw(100 + all.size(), extents, isScale(layer, extents, all.size())));
      }
    }
    return all;
  }

  private static boolean isScale(Layer layer, int[] extents, int place) {
    return layer instanceof Encoder && extents.length == 1 && (place == 8 || place == 10);
  }
}
