package io.ligature.benchmarks.peers;

import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Variable;
import org.tensorflow.types.TFloat32;

/// Adam as TensorFlow's own optimizer builds it: one operation a parameter, powers of both decays
/// kept beside.
final class TensorFlowAdam {
  private static final float DECAY1 = 0.9f;
  private static final float DECAY2 = 0.999f;

  private final Ops tf;
  private final Ops after;
  private final Operand<TFloat32> rate;
  private final Variable<TFloat32> power1;
  private final Variable<TFloat32> power2;

  /// Makes the shared part.
  ///
  /// @param after the operations that run when all gradients are there
  TensorFlowAdam(Ops tf, Ops after, float rate) {
    this.tf = tf;
    this.after = after;
    this.rate = tf.constant(rate);
    power1 = tf.variable(tf.constant(DECAY1));
    power2 = tf.variable(tf.constant(DECAY2));
  }

  Op apply(Variable<TFloat32> parameter, Operand<TFloat32> gradient) {
    return after.train.applyAdam(
        parameter,
        tf.variable(tf.zeros(tf.constant(parameter.shape()), TFloat32.class)),
        tf.variable(tf.zeros(tf.constant(parameter.shape()), TFloat32.class)),
        power1,
        power2,
        rate,
        tf.constant(DECAY1),
        tf.constant(DECAY2),
        tf.constant(1e-8f),
        gradient);
  }

  /// {@return the next powers}
  ///
  /// @param stepped the operations that run when all parameters have been stepped
  List<Op> advance(Ops stepped) {
    return List.of(
        stepped.assign(power1, stepped.math.mul(power1, stepped.constant(DECAY1))),
        stepped.assign(power2, stepped.math.mul(power2, stepped.constant(DECAY2))));
  }
}
