package io.ligature.examples.chapter;

import io.ligature.Tensor;
import io.ligature.Tensors;
import io.ligature.nn.LazyLinear;
import io.ligature.nn.LoadOption;
import io.ligature.nn.LoadReport;
import io.ligature.nn.ReLU;
import io.ligature.nn.Sequential;
import io.ligature.nn.StateDict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/// Section 6.6: tensors and models in safetensors files.
final class ModelFiles {
  private ModelFiles() {}

  static void tell(Tour tour) throws IOException {
    var out = tour.out();
    tour.type(
"""
var dir = Files.createTempDirectory("ligature");
var x = Tensor.rand(2, 4);
x.save(dir.resolve("x.safetensors"));
out.println(Tensor.load(dir.resolve("x.safetensors")).shape());
Tensors.save(dir.resolve("xy.safetensors"), Map.of("x", x, "y", x));
""");
    var dir = Files.createTempDirectory("ligature");
    var x = Tensor.rand(2, 4);
    x.save(dir.resolve("x.safetensors"));
    out.println(Tensor.load(dir.resolve("x.safetensors")).shape());
    Tensors.save(dir.resolve("xy.safetensors"), Map.of("x", x, "y", x));
    tour.pytorch(
            "torch.save(x, 'x-file'): a pickle, which can run code when it is loaded; "
                + "weights_only=True, the default since 2.6, forbids most of that")
        .gluon("npx.save('x-file', x), a format of MXNet")
        .flax("jnp.save('x-file.npy', x)")
        .keras("np.save('x-file.npy', x)");
    tour.type(
"""
var mlp = new MLP();
var y = mlp.apply(Tensor.randn(2, 20));
mlp.save(dir.resolve("mlp.safetensors"));
out.println(y.shape());
""");
    var mlp = new MLP();
    var y = mlp.apply(Tensor.randn(2, 20));
    mlp.save(dir.resolve("mlp.safetensors"));
    out.println(y.shape());
    tour.pytorch("torch.save(net.state_dict(), 'mlp.params')")
        .gluon("net.save_parameters('mlp.params')")
        .flax("flax.serialization.to_bytes(params), or Orbax")
        .keras("net.save_weights('mlp.weights.h5')");
    tour.type(
"""
var clone = new MLP();
clone.load(dir.resolve("mlp.safetensors"));
clone.eval();
out.println(clone.parameters());
""");
    var clone = new MLP();
    clone.load(dir.resolve("mlp.safetensors"));
    clone.eval();
    out.println(clone.parameters());
    tour.pytorch(
            "<All keys matched successfully>; a lazy layer takes its shape from the file " + "too")
        .gluon("load_parameters gives deferred parameters their shapes too")
        .flax("from_bytes(target, data) needs a tree of the same structure first")
        .keras("load_weights wants a model that has been built");
    tour.type(
"""
LoadReport report =
    clone.load(
        StateDict.load(dir.resolve("mlp.safetensors")).rename("^module\\\\.", ""),
        LoadOption.ALLOW_MISSING);
out.println(report);
""");
    LoadReport report =
        clone.load(
            StateDict.load(dir.resolve("mlp.safetensors")).rename("^module\\.", ""),
            LoadOption.ALLOW_MISSING);
    out.println(report);
    tour.pytorch(
            "<All keys matched successfully>, or the missing and unexpected keys, from "
                + "strict=False; DataParallel's prefix is cut off by hand")
        .gluon("load_parameters(..., allow_missing=True) returns nothing")
        .flax("from_state_dict: a ValueError if the keys differ")
        .keras("load_weights(..., skip_mismatch=True) warns");
    tour.type(
"""
var shared = new LazyLinear(8);
var tied = new Sequential(shared, new ReLU(), shared);
tied.apply(Tensor.rand(2, 8));
tied.save(dir.resolve("tied.safetensors"));
out.println(StateDict.load(dir.resolve("tied.safetensors")).aliases());
""");
    var shared = new LazyLinear(8);
    var tied = new Sequential(shared, new ReLU(), shared);
    tied.apply(Tensor.rand(2, 8));
    tied.save(dir.resolve("tied.safetensors"));
    out.println(StateDict.load(dir.resolve("tied.safetensors")).aliases());
    tour.pytorch(
            "safetensors.torch.save_file(net.state_dict(), ...) refuses: some tensors share "
                + "memory. save_model writes one, and the other name into the metadata.")
        .gluon("a tie is written once a name, unless deduplicate=True")
        .flax("one entry, because the tree has one")
        .keras("one copy, with the layer");
    deleteAll(dir);
  }

  private static void deleteAll(Path dir) throws IOException {
    try (var files = Files.list(dir)) {
      for (var file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(dir);
  }
}
