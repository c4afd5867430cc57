package io.ligature.nn;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.ligature.DType;
import io.ligature.Shape;
import io.ligature.Tensor;
import io.ligature.nn.data.Alphabet;
import io.ligature.nn.data.Csv;
import io.ligature.nn.data.DataLoader;
import io.ligature.nn.data.Dataset;
import io.ligature.nn.data.Transform;
import io.ligature.nn.loss.CrossEntropyLoss;
import io.ligature.nn.loss.HuberLoss;
import io.ligature.nn.loss.Losses;
import io.ligature.nn.loss.MSELoss;
import io.ligature.nn.loss.NLLLoss;
import io.ligature.nn.loss.Reduction;
import io.ligature.nn.loss.SmoothL1Loss;
import io.ligature.nn.metric.ConfusionMatrix;
import io.ligature.nn.metric.Perplexity;
import io.ligature.nn.metric.TopK;
import io.ligature.nn.optim.Adagrad;
import io.ligature.nn.optim.Adam;
import io.ligature.nn.optim.AdamW;
import io.ligature.nn.optim.Clip;
import io.ligature.nn.optim.Ema;
import io.ligature.nn.optim.Lion;
import io.ligature.nn.optim.NAdam;
import io.ligature.nn.optim.Optimizer;
import io.ligature.nn.optim.ParameterGroup;
import io.ligature.nn.optim.RAdam;
import io.ligature.nn.optim.RMSprop;
import io.ligature.nn.optim.SGD;
import io.ligature.nn.optim.schedule.Plateau;
import io.ligature.nn.optim.schedule.Schedule;
import io.ligature.nn.train.EarlyStopping;
import io.ligature.nn.train.Progress;
import io.ligature.nn.train.Trainer;
import io.ligature.op.Window;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Executable;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What people get to read who give a layer, or anything else of this module, a number out of its
/// range, an input of another rank, or a state that does not fit: everything tried, and every
/// answer, stands in the files `mistakes-*.txt` beside this class, which are reviewed by reading.
///
/// [#main] writes them again.
class MistakesTest {
  private static final Path FILES = Path.of("src/test/resources/io/ligature/nn");

  private static final Path INDEX = Path.of("target/mistakes/model.safetensors.index.json");

  /// Writes the files as things are.
  public static void main(String[] args) throws IOException {
    for (var kind : List.of("arguments", "inputs", "states")) {
      Files.write(FILES.resolve("mistakes-" + kind + ".txt"), lines(kind));
    }
  }

  private static List<String> lines(String kind) {
    return switch (kind) {
      case "arguments" -> arguments(new ArrayList<>()).lines();
      case "inputs" -> inputs();
      default -> states();
    };
  }

  @ParameterizedTest
  @ValueSource(strings = {"arguments", "inputs", "states"})
  void areAnsweredAsTheFilesSay(String kind) throws IOException {
    var file = FILES.resolve("mistakes-" + kind + ".txt");
    assertEquals(String.join("\n", Files.readAllLines(file)), String.join("\n", lines(kind)), kind);
  }

  /// Every layer, by arguments that are good.
  private static Attempts arguments(List<Block> layers) {
    var attempts = new Attempts();
    layers(attempts, layers);
    lazyLayers(attempts, layers);
    others(attempts);
    optimizers(attempts);
    training(attempts);
    return attempts;
  }

  private static void layers(Attempts attempts, List<Block> to) {
    var window = Window.of(2);
    var relu = RNN.Nonlinearity.RELU;
    for (var type :
        List.of(
            AdaptiveAvgPool1d.class, AdaptiveMaxPool1d.class, AvgPool1d.class, MaxPool1d.class)) {
      to.add(attempts.make(type, 2L));
    }
    for (var type : List.of(AdaptiveAvgPool2d.class, AdaptiveMaxPool2d.class)) {
      to.add(attempts.make(type, 2L));
      attempts.make(type, 2L, 2L);
    }
    to.add(attempts.make(AvgPool2d.class, 2L));
    to.add(attempts.make(MaxPool2d.class, 2L));
    to.add(attempts.make(BatchNorm1d.class, 4L));
    attempts.make(BatchNorm1d.class, 4L, BatchNormOptions.DEFAULT);
    to.add(attempts.make(BatchNorm2d.class, 4L));
    attempts.make(BatchNorm2d.class, 4L, BatchNormOptions.DEFAULT);
    to.add(attempts.make(CELU.class, 0.5));
    to.add(attempts.make(Concat.class, 1, new Block[] {new Identity(), new Linear(4, 2)}));
    to.add(attempts.make(Conv1d.class, 4L, 4L, 2L));
    attempts.make(Conv1d.class, 4L, 4L, window);
    attempts.make(Conv1d.class, 4L, 4L, window, 2L, true);
    to.add(attempts.make(Conv2d.class, 4L, 4L, 2L));
    attempts.make(Conv2d.class, 4L, 4L, window);
    attempts.make(Conv2d.class, 4L, 4L, window, window, 2L, true);
    to.add(attempts.make(ConvTranspose1d.class, 4L, 4L, 2L));
    attempts.make(ConvTranspose1d.class, 4L, 4L, window.stride(4), 1L);
    attempts.make(ConvTranspose1d.class, 4L, 4L, window.stride(4), 1L, 2L, true);
    to.add(attempts.make(ConvTranspose2d.class, 4L, 4L, 2L));
    attempts.make(ConvTranspose2d.class, 4L, 4L, window.stride(4), 1L);
    attempts.make(
        ConvTranspose2d.class, 4L, 4L, window.stride(4), window.stride(4), 1L, 1L, 2L, true);
    to.add(attempts.make(Dropout.class, 0.5));
    attempts.make(Dropout.class, 0.5, io.ligature.Key.of(1));
    to.add(attempts.make(ELU.class, 0.5));
    to.add(attempts.make(Embedding.class, 5L, 2L));
    attempts.make(Embedding.class, 5L, 2L, 4L);
    to.add(attempts.make(GLU.class, 1));
    to.add(attempts.make(GRU.class, 4L, 4L));
    attempts.make(GRU.class, 4L, 4L, RecurrentOptions.DEFAULT);
    to.add(attempts.make(GRUCell.class, 4L, 4L));
    attempts.make(GRUCell.class, 4L, 4L, true);
    to.add(attempts.make(GroupNorm.class, 2L, 4L));
    attempts.make(GroupNorm.class, 2L, 4L, 1e-5, true);
    to.add(attempts.make(Hardshrink.class, 0.5));
    to.add(attempts.make(Hardtanh.class, -1.0, 1.5));
    to.add(attempts.make(LSTM.class, 4L, 4L));
    attempts.make(LSTM.class, 4L, 4L, RecurrentOptions.DEFAULT);
    to.add(attempts.make(LSTMCell.class, 4L, 4L));
    attempts.make(LSTMCell.class, 4L, 4L, true);
    to.add(attempts.make(LayerNorm.class, 4L));
    attempts.make(LayerNorm.class, Shape.of(4), 1e-5, true, true);
    to.add(attempts.make(LeakyReLU.class, 0.5));
    to.add(attempts.make(Linear.class, 4L, 4L));
    attempts.make(Linear.class, 4L, 4L, true);
    to.add(attempts.make(LogSoftmax.class, 1));
    to.add(attempts.make(MultiHeadAttention.class, 4L, 2L));
    attempts.make(MultiHeadAttention.class, 4L, 2L, AttentionOptions.DEFAULT);
    to.add(attempts.make(PReLU.class, 4L));
    to.add(attempts.make(RMSNorm.class, 4L));
    attempts.make(RMSNorm.class, 4L, 1e-5);
    to.add(attempts.make(RNN.class, 4L, 4L));
    attempts.make(RNN.class, 4L, 4L, RecurrentOptions.DEFAULT);
    attempts.make(RNN.class, 4L, 4L, relu, RecurrentOptions.DEFAULT);
    to.add(attempts.make(RNNCell.class, 4L, 4L));
    attempts.make(RNNCell.class, 4L, 4L, true);
    attempts.make(RNNCell.class, 4L, 4L, true, relu);
    to.add(attempts.make(RotaryPositions.class, 10_000.0, RotaryPositions.Pairs.HALVES));
    to.add(attempts.make(Softmax.class, 1));
    to.add(attempts.make(Softplus.class, 1.0));
    to.add(attempts.make(Softshrink.class, 0.5));
    to.add(attempts.make(TransformerDecoderLayer.class, 4L, 2L));
    attempts.make(TransformerDecoderLayer.class, 4L, 2L, TransformerOptions.DEFAULT);
    to.add(attempts.make(TransformerEncoderLayer.class, 4L, 2L));
    attempts.make(TransformerEncoderLayer.class, 4L, 2L, TransformerOptions.DEFAULT);
    Supplier<TransformerEncoderLayer> encoder = () -> new TransformerEncoderLayer(4, 2);
    Supplier<TransformerDecoderLayer> decoder = () -> new TransformerDecoderLayer(4, 2);
    to.add(attempts.make(TransformerEncoder.class, 1, encoder));
    attempts.make(TransformerEncoder.class, 1, encoder, new Identity());
    to.add(attempts.make(TransformerDecoder.class, 1, decoder));
    attempts.make(TransformerDecoder.class, 1, decoder, new Identity());
    to.add(attempts.make(Upsample.class, 2.0));
    attempts.make(Upsample.class, 2.0, Upsample.Mode.NEAREST);
    for (var plain :
        List.of(
            new Flatten(),
            new GELU(),
            new Hardsigmoid(),
            new Hardswish(),
            new Identity(),
            new LogSigmoid(),
            new Mish(),
            new ReLU(),
            new ReLU6(),
            new SELU(),
            new SiLU(),
            new Sigmoid(),
            new SinusoidalPositions(),
            new Softsign(),
            new Tanh(),
            new Tanhshrink(),
            new Residual(new Linear(4, 4)),
            new Parallel(Tensor::plus, new Linear(4, 4)))) {
      to.add(plain);
    }
  }

  private static void lazyLayers(Attempts attempts, List<Block> to) {
    var window = Window.of(2);
    var wide = window.stride(4);
    var relu = RNN.Nonlinearity.RELU;
    to.add(attempts.make(LazyBatchNorm1d.class));
    to.add(attempts.make(LazyBatchNorm2d.class));
    to.add(attempts.make(LazyConv1d.class, 4L, 2L));
    attempts.make(LazyConv1d.class, 4L, window);
    attempts.make(LazyConv1d.class, 4L, window, 2L, true);
    to.add(attempts.make(LazyConv2d.class, 4L, 2L));
    attempts.make(LazyConv2d.class, 4L, window);
    attempts.make(LazyConv2d.class, 4L, window, window, 2L, true);
    to.add(attempts.make(LazyConvTranspose1d.class, 4L, 2L));
    attempts.make(LazyConvTranspose1d.class, 4L, wide, 1L);
    attempts.make(LazyConvTranspose1d.class, 4L, wide, 1L, 2L, true);
    to.add(attempts.make(LazyConvTranspose2d.class, 4L, 2L));
    attempts.make(LazyConvTranspose2d.class, 4L, wide, 1L);
    attempts.make(LazyConvTranspose2d.class, 4L, wide, wide, 1L, 1L, 2L, true);
    to.add(attempts.make(LazyGRU.class, 4L));
    attempts.make(LazyGRU.class, 4L, RecurrentOptions.DEFAULT);
    to.add(attempts.make(LazyGRUCell.class, 4L));
    attempts.make(LazyGRUCell.class, 4L, true);
    to.add(attempts.make(LazyGroupNorm.class, 2L));
    attempts.make(LazyGroupNorm.class, 2L, 1e-5);
    to.add(attempts.make(LazyLSTM.class, 4L));
    attempts.make(LazyLSTM.class, 4L, RecurrentOptions.DEFAULT);
    to.add(attempts.make(LazyLSTMCell.class, 4L));
    attempts.make(LazyLSTMCell.class, 4L, true);
    to.add(attempts.make(LazyLayerNorm.class, 1e-5, true));
    to.add(attempts.make(LazyLinear.class, 4L));
    attempts.make(LazyLinear.class, 4L, true);
    to.add(attempts.make(LazyMultiHeadAttention.class, 2L));
    attempts.make(LazyMultiHeadAttention.class, 2L, AttentionOptions.DEFAULT);
    to.add(attempts.make(LazyRMSNorm.class, 1e-5));
    to.add(attempts.make(LazyRNN.class, 4L));
    attempts.make(LazyRNN.class, 4L, relu, RecurrentOptions.DEFAULT);
    to.add(attempts.make(LazyRNNCell.class, 4L));
    attempts.make(LazyRNNCell.class, 4L, true, relu);
    to.add(attempts.make(LazyTransformerDecoderLayer.class, 2L));
    attempts.make(LazyTransformerDecoderLayer.class, 2L, TransformerOptions.DEFAULT);
    to.add(attempts.make(LazyTransformerEncoderLayer.class, 2L));
    attempts.make(LazyTransformerEncoderLayer.class, 2L, TransformerOptions.DEFAULT);
  }

  private static void others(Attempts attempts) {
    try {
      Files.createDirectories(INDEX.getParent());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    attempts.make(WeightNorm.class, 0);
    var attention = AttentionOptions.DEFAULT;
    attempts.make(AttentionOptions.class, 1L, 1L, 1L, true, 0.5, true, 100.0);
    attempts.set(() -> attention, "dropout", 0.5);
    attempts.set(() -> attention, "groups", 1L);
    attempts.set(() -> attention, "keyWidth", 1L);
    attempts.set(() -> attention, "valueWidth", 1L);
    attempts.set(() -> attention, "rotaryBase", 100.0);
    attempts.set(() -> BatchNormOptions.DEFAULT, "eps", 0.5);
    attempts.set(() -> BatchNormOptions.DEFAULT, "momentum", 0.5);
    var none = java.util.OptionalDouble.empty();
    attempts.make(BatchNormOptions.class, 0.5, none, true, true);
    attempts.make(RecurrentOptions.class, 2, true, true, 0.5, true);
    attempts.set(() -> RecurrentOptions.DEFAULT.layers(2), "dropout", 0.5);
    attempts.set(() -> RecurrentOptions.DEFAULT, "layers", 2);
    var transformer = TransformerOptions.DEFAULT;
    Supplier<Block> activation = ReLU::new;
    attempts.make(TransformerOptions.class, 4L, 0.5, activation, 0.5, true, true, true, 1L, 100.0);
    attempts.set(() -> transformer, "dropout", 0.5);
    attempts.set(() -> transformer, "eps", 0.5);
    attempts.set(() -> transformer, "feedForward", 4L);
    attempts.set(() -> transformer, "groups", 1L);
    attempts.set(() -> transformer, "rotaryBase", 100.0);
    attempts.set(() -> new Linear(2, 2).weight(), "lrMult", 0.5);
    attempts.set(() -> new Linear(2, 2).weight(), "wdMult", 0.5);
    attempts.set(() -> new Sequential(new Linear(2, 2)), "get", 0);
    attempts.set(() -> new Sequential(new Linear(2, 2)), "get", 0, Linear.class);
    attempts.set(() -> new Linear(2, 2), "save", INDEX, 10L);
    attempts.set(() -> new Linear(2, 2).stateDict(), "save", INDEX, 10L);
    attempts.set(() -> new Dropout(0.5), "draws", 1L);
    attempts.set(RotaryPositions::new, "run", Tensor.ones(1, 2, 4), 1L);
    attempts.set(SinusoidalPositions::new, "run", Tensor.ones(1, 2, 4), 1L);
    attempts.call(Sequential.class, "repeat", 2, (Supplier<Block>) ReLU::new);
    attempts.call(Init.class, "calculateGain", 0.5);
    attempts.call(Init.class, "defaultBias", 4L);
    attempts.call(Init.class, "dirac", 2L);
    attempts.call(Init.class, "kaimingNormal", Init.Fan.IN, 0.5);
    attempts.call(Init.class, "kaimingUniform", Init.Fan.IN, 0.5);
    attempts.call(Init.class, "normal", 0.5, 0.5);
    attempts.call(Init.class, "orthogonal", 0.5);
    attempts.call(Init.class, "sparse", 0.5, 0.5);
    attempts.call(Init.class, "truncatedNormal", 0.5, 0.5);
    attempts.call(Init.class, "truncatedNormal", 0.5, 0.5, -1.0, 1.5);
    attempts.call(Init.class, "uniform", -1.0, 1.5);
    attempts.call(Init.class, "varianceScaling", 0.5, Init.Fan.IN, Init.Distribution.values()[0]);
    attempts.call(Init.class, "xavierNormal", 0.5);
    attempts.call(Init.class, "xavierUniform", 0.5);
    attempts.make(HuberLoss.class, 0.5, Reduction.MEAN);
    attempts.make(SmoothL1Loss.class, 0.5, Reduction.MEAN);
    var weights = Tensor.ones(3);
    attempts.make(CrossEntropyLoss.class, weights, 1L, 0.5, Reduction.MEAN);
    attempts.make(NLLLoss.class, weights, 1L, Reduction.MEAN);
    attempts.set(CrossEntropyLoss::new, "ignoreIndex", 1L);
    attempts.set(CrossEntropyLoss::new, "labelSmoothing", 0.5);
    attempts.set(NLLLoss::new, "ignoreIndex", 1L);
    var x = Tensor.ones(2);
    attempts.call(Losses.class, "huber", x, x, 0.5);
    attempts.call(Losses.class, "smoothL1", x, x, 0.5);
    attempts.make(ConfusionMatrix.class, 3);
    attempts.make(Perplexity.class, 1L);
    attempts.make(TopK.class, 3);
  }

  private static void optimizers(Attempts attempts) {
    var parameters = new Linear(2, 2).parameters();
    for (var type :
        List.of(
            SGD.class,
            Adam.class,
            AdamW.class,
            NAdam.class,
            RAdam.class,
            RMSprop.class,
            Adagrad.class,
            Lion.class)) {
      attempts.make(type, parameters, 0.5);
      attempts.make(type, List.of(new ParameterGroup(parameters)), 0.5);
    }
    Supplier<Optimizer> adam = () -> new Adam(parameters);
    for (var optimizer :
        List.<Supplier<Optimizer>>of(
            adam,
            () -> new SGD(parameters, 0.1),
            () -> new AdamW(parameters),
            () -> new NAdam(parameters),
            () -> new RAdam(parameters),
            () -> new RMSprop(parameters),
            () -> new Adagrad(parameters),
            () -> new Lion(parameters))) {
      for (var setting : List.of("lr", "weightDecay", "clipNorm", "clipValue")) {
        attempts.set(optimizer, setting, 0.5);
      }
    }
    attempts.set(adam, "betas", 0.5, 0.5);
    attempts.set(adam, "eps", 0.5);
    for (var betas :
        List.<Supplier<Optimizer>>of(
            () -> new AdamW(parameters),
            () -> new NAdam(parameters),
            () -> new RAdam(parameters))) {
      attempts.set(betas, "betas", 0.5, 0.5);
      attempts.set(betas, "eps", 0.5);
    }
    attempts.set(() -> new Lion(parameters), "betas", 0.5, 0.5);
    attempts.set(() -> new NAdam(parameters), "momentumDecay", 0.5);
    attempts.set(() -> new RMSprop(parameters), "alpha", 0.5);
    attempts.set(() -> new RMSprop(parameters), "momentum", 0.5);
    attempts.set(() -> new RMSprop(parameters), "eps", 0.5);
    attempts.set(() -> new Adagrad(parameters), "eps", 0.5);
    attempts.set(() -> new Adagrad(parameters), "initial", 0.5);
    attempts.set(() -> new Adagrad(parameters), "lrDecay", 0.5);
    attempts.set(() -> new SGD(parameters, 0.1), "momentum", 0.5);
    attempts.set(() -> new SGD(parameters, 0.1).momentum(0.5), "dampening", 0.5);
    Supplier<ParameterGroup> group = () -> new ParameterGroup(parameters);
    for (var setting :
        List.of(
            "alpha",
            "dampening",
            "eps",
            "lr",
            "lrDecay",
            "momentum",
            "momentumDecay",
            "weightDecay")) {
      attempts.set(group, setting, 0.5);
    }
    attempts.set(group, "betas", 0.5, 0.5);
    attempts.call(Clip.class, "norm", parameters, 0.5);
    attempts.call(Clip.class, "value", parameters, 0.5);
    attempts.make(Ema.class, new Linear(2, 2), 0.5);
    Supplier<Plateau> plateau = () -> new Plateau(new SGD(parameters, 0.1));
    attempts.set(plateau, "cooldown", 1L);
    attempts.set(plateau, "factor", 0.5);
    attempts.set(plateau, "least", 0.5);
    attempts.set(plateau, "patience", 1L);
    attempts.set(plateau, "threshold", 0.5);
    attempts.set(plateau, "step", 0.5);
    attempts.call(Schedule.class, "cosine", 5L);
    attempts.call(Schedule.class, "cosine", 5L, 0.5);
    attempts.call(Schedule.class, "cosineRestarts", 5L, 1, 0.5);
    attempts.call(Schedule.class, "exponential", 0.5);
    attempts.call(Schedule.class, "linear", 0.5, 0.5, 5L);
    attempts.call(Schedule.class, "multiStep", 0.5, new long[] {1, 2});
    attempts.call(Schedule.class, "oneCycle", 5L);
    attempts.call(Schedule.class, "oneCycle", 5L, 0.5, 5.0, 5.0);
    attempts.call(Schedule.class, "polynomial", 5L, 0.5);
    attempts.call(Schedule.class, "step", 5L);
    attempts.call(Schedule.class, "step", 5L, 0.5);
    attempts.call(Schedule.class, "warmUp", 5L);
    attempts.set(Schedule.class, () -> Schedule.warmUp(5), "rate", 0.5, 2L);
    attempts.set(Schedule.class, () -> Schedule.warmUp(5), "then", 5L, Schedule.warmUp(5));
  }

  private static void training(Attempts attempts) {
    var data = Dataset.of(Tensor.ones(6, 2), Tensor.ones(6, 2));
    attempts.make(DataLoader.class, data, 2);
    Supplier<DataLoader> loader = () -> new DataLoader(data, 2);
    Function<List<Object>, Object> collate = batch -> batch;
    attempts.call(DataLoader.class, "of", data, 2, collate);
    attempts.set(loader, "workers", 2);
    attempts.set(loader, "prefetch", 2);
    attempts.set(loader, "epoch", 1L);
    attempts.set(loader, "epoch", 1L, 1L);
    attempts.set(Dataset.class, () -> data, "get", 1L);
    attempts.set(Dataset.class, () -> data, "range", 1L, 2L);
    attempts.call(Dataset.class, "sequences", Tensor.of(new long[] {1, 2, 3, 4, 5}), 2L);
    attempts.call(Dataset.class, "sequences", Tensor.of(new long[] {1, 2, 3, 4, 5}), 2L, 2L);
    attempts.call(Transform.class, "normalize", 0.5, 0.5);
    attempts.call(Transform.class, "randomCrop", 2L, 2L, 1L);
    attempts.call(Transform.class, "randomFlip", 0.5);
    attempts.call(Alphabet.class, "of", "abc");
    attempts.call(Csv.class, "of", "a,b\n1,2\n", ',', true);
    attempts.make(EarlyStopping.class, "loss", 2L);
    attempts.set(() -> new EarlyStopping("loss", 2), "margin", 0.5);
    attempts.set(Progress::new, "every", 2L);
    var net = new Linear(2, 2);
    Supplier<Trainer> trainer =
        () -> new Trainer(net, new SGD(net.parameters(), 0.1), new MSELoss());
    attempts.set(trainer, "accumulate", 2);
    attempts.set(trainer, "checkpoint", Path.of("x"), 2L);
    attempts.set(trainer, "fit", new DataLoader(data, 2), 0L);
  }

  /// Layers, each at place `1.0` of a chain, and inputs of every rank and of other types.
  private static List<String> inputs() {
    var inputs = new ArrayList<Tensor>();
    for (var extents :
        new long[][] {
          {}, {4}, {2, 4}, {2, 5}, {2, 3, 4}, {2, 4, 3}, {2, 4, 3, 3}, {2, 5, 3, 3}, {2, 4, 3, 3, 3}
        }) {
      inputs.add(Tensor.ones(extents));
    }
    inputs.add(Tensor.ones(DType.INT64, 2, 4));
    inputs.add(Tensor.ones(DType.BOOL, 2, 4));
    var layers = new ArrayList<Block>();
    arguments(layers);
    var lines = new ArrayList<String>();
    for (var layer : layers) {
      for (var x : inputs) {
        var net = new Sequential(new Identity(), new Sequential(layer.copy()));
        lines.add(
            layer.getClass().getSimpleName()
                + " of "
                + x.type()
                + ": "
                + Attempts.outcome(() -> net.apply(x)));
      }
    }
    return lines;
  }

  /// Layers, each at place `1.0` of a chain, and states with too little, too much, and another
  /// shape.
  private static List<String> states() {
    var layers = new ArrayList<Block>();
    arguments(layers);
    var lines = new ArrayList<String>();
    for (var layer : layers) {
      var net = new Sequential(new Identity(), new Sequential(layer.copy()));
      if (net.parameters().names().isEmpty() || layer.getClass().getSimpleName().contains("Lazy")) {
        continue;
      }
      net.materialize();
      var state = net.stateDict().toMap();
      var first = state.firstEntry().getKey();
      var fewer = new LinkedHashMap<>(state);
      fewer.remove(first);
      var more = new LinkedHashMap<>(state);
      more.put("1.0.other", Tensor.ones(2));
      var other = new LinkedHashMap<>(state);
      other.put(first, Tensor.ones(3, 1, 2));
      for (var wrong : List.of(fewer, more, other)) {
        lines.add(
            layer.getClass().getSimpleName()
                + ": "
                + Attempts.outcome(() -> net.load(StateDict.of(wrong))));
      }
    }
    return lines;
  }

  /// What trainers and optimizers tell each other, what only subclasses have, and what
  /// `AccumulateTest` tries.
  private static boolean isSpared(Executable call) {
    return Set.of("begin", "accumulate").contains(call.getName())
        || Modifier.isAbstract(call.getModifiers())
        || call.getDeclaringClass() == Optimizer.class // each overrides them
        || Set.of("EpochReport", "StepReport", "Position", "Trainee")
            .contains(call.getDeclaringClass().getSimpleName());
  }

  @Test
  void everythingThatTakesANumberIsTried() throws Exception {
    var tried = arguments(new ArrayList<>()).called().stream().map(MistakesTest::shown).toList();
    var missing = new TreeSet<String>();
    for (var type : publicTypes()) {
      Stream.concat(Stream.of(type.getConstructors()), Stream.of(type.getDeclaredMethods()))
          .filter(call -> Modifier.isPublic(call.getModifiers()) && !call.isSynthetic())
          .filter(call -> takesANumber(call) && !isSpared(call))
          .map(MistakesTest::shown)
          .filter(call -> !tried.contains(call))
          .forEach(missing::add);
    }
    assertEquals(Set.of(), missing);
  }

  private static boolean takesANumber(Executable call) {
    return Stream.of(call.getParameterTypes())
        .anyMatch(type -> type == long.class || type == int.class || type == double.class);
  }

  private static String shown(Executable call) {
    var types = Stream.of(call.getParameterTypes()).map(Class::getSimpleName).toList();
    var name = call.getName().substring(call.getName().lastIndexOf('.') + 1);
    return call.getDeclaringClass().getSimpleName() + "." + name + types;
  }

  private static List<Class<?>> publicTypes() throws Exception {
    var root = Path.of(Block.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    var types = new ArrayList<Class<?>>();
    try (var files = Files.walk(root.resolve("io/ligature/nn"))) {
      for (var file : files.filter(f -> f.toString().endsWith(".class")).toList()) {
        var name = root.relativize(file).toString().replace('/', '.').replaceAll("\\.class$", "");
        var type = name.endsWith("-info") ? null : Class.forName(name);
        if (type != null && Modifier.isPublic(type.getModifiers())) {
          types.add(type);
        }
      }
    }
    return types;
  }
}
