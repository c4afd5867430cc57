package io.ligature.examples.chapter;

import io.ligature.Device;
import io.ligature.Tensor;
import io.ligature.nn.LazyLinear;
import io.ligature.nn.Sequential;

/// Section 6.7: what is there, and how a model gets to it.
final class OnDevices {
  private OnDevices() {}

  static void tell(Tour tour) {
    var out = tour.out();
    tour.type("out.println(Device.all());");
    out.println(Device.all());
    tour.pytorch("torch.cuda.device_count(): 0 without a GPU, and no word why")
        .gluon("npx.num_gpus()")
        .flax("jax.devices(): [CpuDevice(id=0)] without an accelerator")
        .keras(
            "tf.config.list_physical_devices(): "
                + "[PhysicalDevice(name='/physical_device:CPU:0', device_type='CPU')]");
    tour.type(
"""
var x = Tensor.rand(2, 4);
var there = new Sequential(new LazyLinear(1)).to(Device.best());
there.apply(x.to(Device.best()));
out.println(there.parameter("0.weight").device());
""");
    var x = Tensor.rand(2, 4);
    var there = new Sequential(new LazyLinear(1)).to(Device.best());
    there.apply(x.to(Device.best()));
    out.println(there.parameter("0.weight").device());
    tour.pytorch(
            "device(type='cuda', index=0) after net.to('cuda'); parameters made later, by a "
                + "lazy layer, follow")
        .gluon("gpu(0) after net.initialize(ctx=npx.gpu(0))")
        .flax("where jax.device_put put the params")
        .keras(
            "'/job:localhost/replica:0/task:0/device:GPU:0'; chosen by tf.device or a "
                + "strategy");
  }
}
