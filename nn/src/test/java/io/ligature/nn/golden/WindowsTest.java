package io.ligature.nn.golden;

import io.ligature.nn.AdaptiveAvgPool1d;
import io.ligature.nn.AdaptiveAvgPool2d;
import io.ligature.nn.AdaptiveMaxPool1d;
import io.ligature.nn.AdaptiveMaxPool2d;
import io.ligature.nn.AvgPool1d;
import io.ligature.nn.AvgPool2d;
import io.ligature.nn.BatchNorm1d;
import io.ligature.nn.BatchNorm2d;
import io.ligature.nn.BatchNormOptions;
import io.ligature.nn.Conv1d;
import io.ligature.nn.Conv2d;
import io.ligature.nn.ConvTranspose1d;
import io.ligature.nn.ConvTranspose2d;
import io.ligature.nn.MaxPool1d;
import io.ligature.nn.MaxPool2d;
import io.ligature.nn.Upsample;
import io.ligature.op.Window;
import java.util.List;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// Convolutions, poolings, upsampling and batch normalisation load what PyTorch saved, and compute
/// and differentiate alike.
class WindowsTest {
  @TestFactory
  List<DynamicTest> convolutionsAreThoseOfPyTorch() {
    var three = Window.of(3);
    return new LayerCases()
        .with("conv1d", new Conv1d(2, 3, three.stride(2).padding(1)))
        .with("conv1d_grouped", new Conv1d(4, 6, three.same(), 2, true))
        .with("conv2d", new Conv2d(2, 3, 3))
        .with(
            "conv2d_strided",
            new Conv2d(
                4, 6, Window.of(2).stride(2).padding(1), three.padding(2).dilation(2), 2, true))
        .with("conv2d_same", new Conv2d(2, 2, Window.of(4).same(), three.same(), 1, false))
        .with("conv_transpose1d", new ConvTranspose1d(2, 3, three.stride(2).padding(1), 1))
        .with(
            "conv_transpose2d",
            new ConvTranspose2d(4, 2, three.stride(2).padding(1), Window.of(2), 0, 0, 2, true))
        .tests();
  }

  @TestFactory
  List<DynamicTest> poolingsAreThoseOfPyTorch() {
    var three = Window.of(3);
    return new LayerCases()
        .with("max_pool1d", new MaxPool1d(three.stride(2).padding(1)))
        .with("max_pool2d", new MaxPool2d(three.stride(2).padding(1)))
        .with("max_pool1d_dilated", new MaxPool1d(Window.of(2).dilation(2)))
        .with("avg_pool2d", new AvgPool2d(Window.of(2).stride(2), three.padding(1), true))
        .with("avg_pool1d", new AvgPool1d(three.stride(2).padding(1), false))
        .with("adaptive_avg_pool1d", new AdaptiveAvgPool1d(3))
        .with("adaptive_max_pool2d", new AdaptiveMaxPool2d(2, 3))
        .with("adaptive_avg_pool2d", new AdaptiveAvgPool2d(2, 3))
        .with("adaptive_max_pool1d", new AdaptiveMaxPool1d(3))
        .tests();
  }

  @TestFactory
  List<DynamicTest> upsamplingIsThatOfPyTorch() {
    var linear = Upsample.Mode.LINEAR;
    return new LayerCases()
        .with("upsample_nearest", new Upsample(2))
        .with("upsample_nearest_by_a_part", new Upsample(1.7))
        .with("upsample_linear", new Upsample(2.5, linear))
        .with("upsample_bilinear", new Upsample(1.5, linear))
        .with("upsample_bilinear_to", Upsample.to(linear, 5, 2))
        .with("upsample_bilinear_aligned", new Upsample(2, Upsample.Mode.LINEAR_ALIGNED))
        .tests();
  }

  @TestFactory
  List<DynamicTest> batchNormalisationIsThatOfPyTorch() {
    return new LayerCases()
        .with("batch_norm1d", new BatchNorm1d(3))
        .with("batch_norm2d", new BatchNorm2d(2, BatchNormOptions.DEFAULT.eps(0.1).momentum(0.3)))
        .with("batch_norm1d_eval", new BatchNorm1d(3).eval())
        .tests();
  }
}
