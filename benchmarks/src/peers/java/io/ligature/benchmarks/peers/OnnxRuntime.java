package io.ligature.benchmarks.peers;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/// Inference alone: a session of all optimisations, input and result in buffers that are made once.
@SuppressWarnings("NullAway.Init") // prepare comes first
public final class OnnxRuntime implements Rival {
  private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
  private OrtSession session;
  private Map<String, OnnxTensor> inputs;
  private Map<String, OnnxValue> results;
  private FloatBuffer result;

  @Override
  public void prepare(Work work, double rate) throws OrtException {
    switch (work) {
      case Work.Elementwise map -> {
        int[] extents = {Work.Elementwise.SIDE, Work.Elementwise.SIDE};
        open(function(map.function()), extents, map.x(), extents);
      }
      case Work.Inference inference -> {
        var net = inference.net();
        int batch = inference.batch();
        open(net(net), net.inputs(batch), net.examples(batch), net.outputs(batch));
      }
      default -> throw new UnsupportedOperationException("inference alone");
    }
  }

  @Override
  public void step() throws OrtException {
    session.run(inputs, results).close();
  }

  @Override
  public double loss() {
    var y = new float[result.capacity()];
    result.get(0, y);
    return Numbers.digest(y);
  }

  private void open(Onnx model, int[] in, float[] x, int[] out) throws OrtException {
    var options = new OrtSession.SessionOptions();
    options.setIntraOpNumThreads(Integer.getInteger("peers.threads"));
    options.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.ALL_OPT);
    session = environment.createSession(model.model(in, out), options);
    result = buffer(Numbers.size(out));
    inputs = Map.of("x", tensor(buffer(x.length).put(x).flip(), in));
    results = Map.of(model.result(), tensor(result, out));
  }

  private OnnxTensor tensor(FloatBuffer values, int[] extents) throws OrtException {
    var shape = IntStream.of(extents).asLongStream().toArray();
    return OnnxTensor.createTensor(environment, values, shape);
  }

  private static FloatBuffer buffer(int size) {
    return ByteBuffer.allocateDirect(4 * size).order(ByteOrder.nativeOrder()).asFloatBuffer();
  }

  private static Onnx function(Work.Function function) {
    var type =
        switch (function) {
          case EXP -> "Exp";
          case TANH -> "Tanh";
          case GELU -> "Gelu";
          case SOFTMAX -> "Softmax";
        };
    return new Onnx().node(type, List.of(), _ -> {});
  }

  private static Onnx net(Net net) {
    var model = new Onnx();
    var weights = net.weights();
    for (var layer : net.layers()) {
      var own = List.copyOf(weights.subList(0, layer.parameters().size()));
      weights.subList(0, own.size()).clear();
      switch (layer) {
        case Layer.Dense _ -> model.node("Gemm", own, n -> Onnx.attribute(n, "transB", 1));
        case Layer.Relu() -> model.node("Relu", own, _ -> {});
        case Layer.Flatten _ -> model.node("Flatten", own, _ -> {});
        case Layer.Conv c -> {
          long pad = c.padding();
          model.node("Conv", own, n -> Onnx.attribute(n, "pads", pad, pad, pad, pad));
        }
        case Layer.MaxPool() ->
            model.node(
                "MaxPool",
                own,
                n -> {
                  Onnx.attribute(n, "kernel_shape", 2, 2);
                  Onnx.attribute(n, "strides", 2, 2);
                });
        case Layer.Encoder _ -> throw new UnsupportedOperationException("no encoder");
      }
    }
    return model;
  }
}
