package io.ligature.conformance;

import static io.ligature.conformance.Fixtures.assertRefused;
import static io.ligature.conformance.Fixtures.assertValues;
import static io.ligature.conformance.Fixtures.input;
import static io.ligature.conformance.Fixtures.net;
import static io.ligature.conformance.Fixtures.present;
import static io.ligature.conformance.Fixtures.shape;
import static io.ligature.conformance.Fixtures.tiedNet;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ligature.DType;
import io.ligature.Device;
import io.ligature.Shape;
import io.ligature.Tensor;
import io.ligature.Tensors;
import io.ligature.nn.Block;
import io.ligature.nn.Buffer;
import io.ligature.nn.Embedding;
import io.ligature.nn.LazyLinear;
import io.ligature.nn.Linear;
import io.ligature.nn.LoadOption;
import io.ligature.nn.Parameter;
import io.ligature.nn.Sequential;
import io.ligature.nn.StateDict;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// State out to files and back: bit for bit, planned before anything changes, loud about what does
/// not fit.
public abstract class StateConformance {
  @TempDir Path folder;

  /// For subclasses.
  protected StateConformance() {}

  private static byte[] bits(Tensor tensor) {
    var copy = tensor.contiguous();
    var bytes = new byte[(int) (copy.size() * copy.dtype().bytes())];
    copy.view()
        .storage()
        .read(copy.view().layout().offset(), copy.size(), MemorySegment.ofArray(bytes));
    return bytes;
  }

  /// {@return a tensor of these bytes, whatever they mean}
  private static Tensor ofBits(DType dtype, Shape shape, byte[] bytes) {
    var tensor = Tensor.zeros(dtype, shape);
    if (shape.size() > 0) {
      tensor.view().storage().write(0, shape.size(), MemorySegment.ofArray(bytes));
    }
    return tensor;
  }

  @ParameterizedTest(name = "{0}")
  @EnumSource
  void everyBitOfEveryTypeComesBack(DType dtype) {
    for (var shape : List.of(shape(), shape(0), shape(3, 0, 2), shape(5, 7))) {
      var bytes = new byte[(int) (shape.size() * dtype.bytes())];
      new Random(1).nextBytes(bytes); // for real types NaN payloads and subnormals are among them
      if (dtype == DType.BOOL) {
        for (int i = 0; i < bytes.length; i++) {
          bytes[i] &= 1;
        }
      }
      var file = folder.resolve("x.safetensors");
      ofBits(dtype, shape, bytes).save(file);
      var back = Tensor.load(file);
      assertEquals(shape, back.shape());
      assertEquals(dtype, back.dtype());
      assertArrayEquals(bytes, bits(back));
    }
  }

  @Test
  void specialFloatsComeBackBitForBit() {
    var raw = new int[] {0x7FC00001, 0xFFC12345, 0x80000000, 0x7F800000, 0xFF800000, 1, 0x807FFFFF};
    var bytes = ByteBuffer.allocate(raw.length * 4).order(ByteOrder.nativeOrder());
    for (int each : raw) {
      bytes.putInt(each);
    }
    var layer = new Linear(raw.length, 1, false);
    layer.weight().set(ofBits(DType.FLOAT32, Shape.of(1, raw.length), bytes.array()));
    layer.save(folder.resolve("special.safetensors"));
    var back = new Linear(raw.length, 1, false);
    back.load(folder.resolve("special.safetensors"));
    assertArrayEquals(bytes.array(), bits(back.weight().data()));
  }

  @Test
  void stateIsLiveAndASnapshotIsNot() {
    var layer = Fixtures.linear(3);
    var live = layer.stateDict();
    var snapshot = layer.stateDict().snapshot();
    layer.weight().data().plusAssign(1);
    assertValues(live.get("weight"), 4);
    assertValues(snapshot.get("weight"), 3);
    live.get("weight").plusAssign(1);
    assertValues(layer.weight().data(), 5);
  }

  @Test
  void aStrictLoadReportsEverythingAndChangesNothing() {
    var net = net();
    net.apply(input());
    var before = net.stateDict().snapshot();
    var state = new LinkedHashMap<>(net.stateDict().snapshot().toMap());
    state.replace("0.weight", present(state.get("0.weight")).plus(1));
    state.remove("0.bias");
    state.put("2.weight", Tensor.zeros(3, 3));
    state.put("9.extra", Tensor.zeros(1));
    assertRefused(
        IllegalArgumentException.class,
        () -> net.load(StateDict.of(state)),
        "0.bias",
        "9.extra",
        "2.weight",
        "[3, 3]",
        "[1, 8]");
    before
        .toMap()
        .forEach(
            (name, tensor) -> assertArrayEquals(bits(tensor), bits(net.stateDict().get(name))));
  }

  @Test
  void allowedDifferencesAreReported() {
    var net = net();
    net.apply(input());
    var state = new LinkedHashMap<>(net.stateDict().snapshot().toMap());
    state.remove("0.bias");
    state.put("9.extra", Tensor.zeros(1));
    var report =
        net.load(StateDict.of(state), LoadOption.ALLOW_MISSING, LoadOption.ALLOW_UNEXPECTED);
    assertEquals(List.of("0.bias"), List.copyOf(report.missing()));
    assertEquals(List.of("9.extra"), List.copyOf(report.unexpected()));
    assertTrue(report.toString().contains("0.bias"), report::toString);
  }

  @Test
  void aStateWithNothingInCommonSuggestsTheRename() {
    var net = net();
    net.apply(input());
    var wrapped = new LinkedHashMap<String, Tensor>();
    net.stateDict()
        .snapshot()
        .toMap()
        .forEach((name, tensor) -> wrapped.put("module." + name, tensor));
    assertRefused(
        IllegalArgumentException.class,
        () ->
            net.load(StateDict.of(wrapped), LoadOption.ALLOW_MISSING, LoadOption.ALLOW_UNEXPECTED),
        "rename",
        "module");
    net.load(StateDict.of(wrapped).rename("^module\\.", ""));
  }

  @Test
  void aBiasWithoutPlaceIsUnexpected() {
    var layer = new Linear(2, 3, false);
    var state = Map.of("weight", Tensor.zeros(3, 2), "bias", Tensor.zeros(3));
    assertRefused(
        IllegalArgumentException.class, () -> layer.load(StateDict.of(state)), "bias", "nexpected");
  }

  @Test
  void loadingDoesNotBroadcast() {
    var layer = new Linear(2, 3);
    assertRefused(
        IllegalArgumentException.class,
        () ->
            layer.load(StateDict.of(Map.of("weight", Tensor.zeros(1, 2), "bias", Tensor.zeros(3)))),
        "weight",
        "[1, 2]",
        "[3, 2]");
  }

  private static StateDict doubles(double value) {
    return StateDict.of(
        Map.of(
            "weight", Tensor.of(new double[] {value}, 1, 1), "bias", Tensor.of(new double[] {0})));
  }

  @Test
  void narrowingNeedsToBeAllowed() {
    var layer = new Linear(1, 1);
    assertRefused(
        IllegalArgumentException.class,
        () -> layer.load(doubles(2)),
        "weight",
        "f64",
        "f32",
        "CAST_DTYPE");
    layer.load(doubles(2), LoadOption.CAST_DTYPE);
    assertValues(layer.weight().data(), 2);
  }

  @Test
  void overflowNeedsToBeAllowedOnTopOfThat() {
    var layer = new Linear(1, 1);
    layer.load(doubles(2), LoadOption.CAST_DTYPE);
    assertRefused(
        IllegalArgumentException.class,
        () -> layer.load(doubles(1e300), LoadOption.CAST_DTYPE),
        "weight",
        "ALLOW_OVERFLOW");
    assertValues(layer.weight().data(), 2);
    layer.load(doubles(1e300), LoadOption.CAST_DTYPE, LoadOption.ALLOW_OVERFLOW);
    assertValues(layer.weight().data(), Double.POSITIVE_INFINITY);
  }

  static final class WithBuffers extends Block {
    final Parameter weight = Parameter.of(Tensor.zeros(1));
    final Buffer kept = Buffer.of(Tensor.zeros(1));
    final Buffer passing = Buffer.transientOf(Tensor.zeros(1));

    @Override
    protected Tensor forward(Tensor x) {
      return x.times(weight.value()).plus(kept.value()).plus(passing.value());
    }
  }

  @Test
  void persistentBuffersAreInTheStateAndBothKindsMove() {
    var block = new WithBuffers();
    assertEquals(List.of("weight", "kept"), List.copyOf(block.stateDict().names()));
    block.to(Fixtures.real());
    assertEquals(Fixtures.real(), block.kept.dtype());
    assertEquals(Fixtures.real(), block.passing.dtype());
    block.to(Device.DRY);
    assertEquals(Device.DRY, block.kept.device());
    assertEquals(Device.DRY, block.passing.device());
  }

  @Test
  void loadingABlocksOwnStateIsSafe() {
    var net = tiedNet();
    net.apply(input());
    var before = net.stateDict().snapshot();
    net.load(net.stateDict());
    before
        .toMap()
        .forEach(
            (name, tensor) -> assertArrayEquals(bits(tensor), bits(net.stateDict().get(name))));
  }

  @Test
  void aTiedFileHoldsOneTensorAndReloadsTied() throws IOException {
    var net = tiedNet();
    net.apply(input());
    var file = folder.resolve("tied.safetensors");
    net.save(file);
    var header = header(file);
    assertTrue(header.contains("\"4.weight\":\"2.weight\""), header);
    assertFalse(header.contains("\"4.weight\":{"), header);
    var fresh = tiedNet();
    fresh.load(file);
    assertSame(fresh.parameter("2.weight"), fresh.parameter("4.weight"));
    net.stateDict()
        .toMap()
        .forEach(
            (name, tensor) -> assertArrayEquals(bits(tensor), bits(fresh.stateDict().get(name))));
  }

  static final class Model extends Block {
    final Embedding emb = new Embedding(3, 2);
    final Linear out = new Linear(2, 3, false);

    Model() {
      tie("out.weight", "emb.weight");
    }

    @Override
    protected Tensor forward(Tensor ids) {
      return out.apply(emb.apply(ids));
    }
  }

  @Test
  void theAliasesOfATieStandInTheMetadata() throws IOException {
    var file = folder.resolve("model.safetensors");
    new Model().save(file);
    assertTrue(header(file).contains("\"out.weight\":\"emb.weight\""), header(file));
  }

  /// The very bytes that Python's safetensors 0.8.0 writes for these tensors and this metadata.
  @Test
  void aFileHasTheBytesThatPythonWrites() throws IOException {
    var header =
        "{\"__metadata__\":{\"out.weight\":\"emb.weight\"},"
            + "\"emb.weight\":{\"dtype\":\"F32\",\"shape\":[3,2],\"data_offsets\":[0,24]},"
            + "\"out.bias\":{\"dtype\":\"F32\",\"shape\":[3],\"data_offsets\":[24,36]}}     ";
    var python = ByteBuffer.allocate(220).order(ByteOrder.LITTLE_ENDIAN);
    python.putLong(header.length()).put(header.getBytes(StandardCharsets.US_ASCII));
    for (int value = 1; value <= 9; value++) {
      python.putFloat(value);
    }
    var file = folder.resolve("python.safetensors");
    Files.write(file, python.array());
    var model = new Tied();
    model.load(file);
    assertValues(model.emb.weight().data(), 1, 2, 3, 4, 5, 6);
    assertValues(model.out.bias().data(), 7, 8, 9);
    model.save(file);
    assertArrayEquals(python.array(), Files.readAllBytes(file));
  }

  static final class Tied extends Block {
    final Embedding emb = new Embedding(3, 2);
    final Linear out = new Linear(2, 3);

    Tied() {
      tie("out.weight", "emb.weight");
    }

    @Override
    protected Tensor forward(Tensor ids) {
      return out.apply(emb.apply(ids));
    }
  }

  @Test
  void aCheckpointWithBothNamesOfATieNeedsEqualValues() {
    var model = new Model();
    var weight = Tensor.rand(3, 2);
    model.load(StateDict.of(Map.of("emb.weight", weight, "out.weight", weight.copy())));
    assertArrayEquals(bits(weight), bits(model.out.weight().data()));
    assertRefused(
        IllegalArgumentException.class,
        () -> model.load(StateDict.of(Map.of("emb.weight", weight, "out.weight", weight.plus(1)))),
        "emb.weight",
        "out.weight");
    assertArrayEquals(bits(weight), bits(model.out.weight().data()));
  }

  @Test
  void aFailedSaveLeavesTheOldFileReadable() throws IOException {
    var file = folder.resolve("net.safetensors");
    var net = net();
    net.apply(input());
    net.save(file);
    var bytes = Files.readAllBytes(file);
    assertRefused(
        RuntimeException.class, () -> new Sequential(new LazyLinear(2)).save(file), "0.weight");
    assertArrayEquals(bytes, Files.readAllBytes(file));
    try (var files = Files.list(folder)) {
      assertEquals(List.of(file), files.toList());
    }
  }

  @Test
  void aWriterThatIsKilledLeavesAFileThatCanBeRead(@TempDir Path saved) throws Exception {
    var file = saved.resolve("net.safetensors");
    boolean wasWriting = false;
    for (int attempt = 0; attempt < 5 && !wasWriting; attempt++) {
      wasWriting = KilledWriter.run(Device.current(), file);
      var net = KilledWriter.model();
      net.load(file);
      var first = net.bias().data().get(0).item();
      assertTrue(first == 0 || first == 1, () -> "" + first);
      assertTrue(net.weight().data().eq(first).all().itemBoolean(), "half of each");
    }
    assertTrue(wasWriting, "no attempt met the writer at work");
    KilledWriter.model().save(file); // what it left behind is in nobody's way
  }

  @ParameterizedTest(name = "''{0}''")
  @ValueSource(strings = {"", "a.b"})
  void aNameThatPathsCannotHoldIsRefusedAtConstruction(String name) {
    class Named extends Block {
      Named() {
        param(name, Parameter.of(Tensor.zeros(1)));
      }

      @Override
      protected Tensor forward(Tensor x) {
        return x;
      }
    }
    assertRefused(IllegalArgumentException.class, Named::new, "'" + name + "'");
  }

  @Test
  void aNameGivenTwiceIsRefusedAtConstruction() {
    assertRefused(
        IllegalArgumentException.class,
        () ->
            Sequential.of(Map.entry("same", new Linear(1, 1)), Map.entry("same", new Linear(1, 1))),
        "same");
  }

  @Test
  void severalTensorsShareAFile() {
    var file = folder.resolve("xy.safetensors");
    var x = Tensor.rand(2, 3);
    Tensors.save(file, Map.of("x", x, "y", x.times(2)));
    var back = Tensors.load(file);
    assertArrayEquals(bits(x), bits(present(back.get("x"))));
    assertArrayEquals(bits(x.times(2)), bits(present(back.get("y"))));
  }

  @Test
  void loadingKeepsTheSlotAndItsPolicies() {
    var layer = Fixtures.linear(3);
    var slot = layer.weight();
    slot.lrMult(0.5);
    layer.load(StateDict.of(Map.of("weight", Fixtures.real(new double[] {7}, 1, 1))));
    assertSame(slot, layer.weight());
    assertEquals(0.5, layer.weight().lrMult());
    assertValues(slot.data(), 7);
  }

  private static String header(Path file) throws IOException {
    var bytes = Files.readAllBytes(file);
    int length = (int) ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong();
    return new String(bytes, 8, length, StandardCharsets.UTF_8);
  }
}
