package io.ligature.nn;

import io.ligature.DType;
import io.ligature.Device;
import io.ligature.Key;
import io.ligature.Params;
import io.ligature.Shape;
import io.ligature.Tensor;
import java.util.List;
import java.util.Map;
import java.util.function.BinaryOperator;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/// A layer, or a network of layers: a named tree of parameters, buffers and blocks, and a function
/// of one tensor.
///
/// Subclasses override [#forward]; callers use [#apply], which draws parameters at the first use,
/// runs hooks and puts the path of the layer in front of errors.
@SuppressWarnings("DoNotCallSuggester") // a skeleton for now
public abstract class Block implements UnaryOperator<Tensor>, Cloneable {
  private final Owner owner = new Owner();

  /// For subclasses.
  protected Block() {}

  /// {@return the result of this block}. Called by [#apply], never directly.
  protected abstract Tensor forward(Tensor x);

  /// Makes the extents of this block's own lazy parameters known, from the first input. Called
  /// before [#forward] while some are not.
  ///
  /// @param x the input, perhaps without values
  protected void infer(Tensor x) {}

  /// {@return the result of this block}
  @Override
  public final Tensor apply(Tensor x) {
    return forward(x);
  }

  Owner owner() {
    return owner;
  }

  // ---- hooks

  /// Adds a hook that sees input and result of every [#apply] and returns the result to use.
  public final Hook onForward(BinaryOperator<Tensor> hook) {
    throw new UnsupportedOperationException();
  }

  /// Adds a hook that sees the input of every [#apply] before the block does and returns the one to
  /// use.
  public final Hook beforeForward(UnaryOperator<Tensor> hook) {
    throw new UnsupportedOperationException();
  }

  // ---- the tree

  /// Registers a block where its field cannot be read.
  protected final <B extends Block> B child(String name, B block) {
    throw new UnsupportedOperationException();
  }

  /// Registers a parameter where its field cannot be read.
  protected final Parameter param(String name, Parameter parameter) {
    throw new UnsupportedOperationException();
  }

  /// Registers a buffer where its field cannot be read.
  protected final Buffer buffer(String name, Buffer buffer) {
    throw new UnsupportedOperationException();
  }

  /// {@return every block and path of this tree, this block first}
  public final Traversal traverse() {
    throw new UnsupportedOperationException();
  }

  /// {@return the blocks directly in this one, each once}
  public final List<Block> layers() {
    throw new UnsupportedOperationException();
  }

  /// {@return the parameters of this tree by path}
  public final ParameterDict parameters() {
    throw new UnsupportedOperationException();
  }

  /// {@return the parameter with this path}
  public final Parameter parameter(String path) {
    throw new UnsupportedOperationException();
  }

  /// {@return the buffers of this tree by first path, in order}
  public final Map<String, Buffer> buffers() {
    throw new UnsupportedOperationException();
  }

  /// {@return the block with this path}
  public final Block block(String path) {
    throw new UnsupportedOperationException();
  }

  /// Calls for every block of a class in this tree, each once.
  public final <B extends Block> void visit(Class<B> type, Consumer<? super B> action) {
    throw new UnsupportedOperationException();
  }

  // ---- ties

  /// Makes a parameter another name of a second one.
  protected final void tie(String alias, String target) {
    throw new UnsupportedOperationException();
  }

  /// Makes a matrix the transpose of a second one.
  protected final void tieTransposed(String alias, String target) {
    throw new UnsupportedOperationException();
  }

  /// Uses the parameters of another block of the same form.
  public final Block share(Block other) {
    throw new UnsupportedOperationException();
  }

  /// Gives the parameters under a path values of their own.
  public final void untie(String path) {
    throw new UnsupportedOperationException();
  }

  // ---- initialisation

  /// {@return whether every parameter and buffer has a value}
  public final boolean isInitialized() {
    throw new UnsupportedOperationException();
  }

  /// Sets how every parameter begins, and draws those anew that have a value.
  public final Block initialize(Initializer initializer) {
    throw new UnsupportedOperationException();
  }

  /// Draws all parameters; every extent must be known.
  public final Block materialize() {
    throw new UnsupportedOperationException();
  }

  /// Finds all shapes for a FLOAT32 input of this shape and draws all parameters, without data.
  public final Block materialize(Shape input) {
    return materialize(DType.FLOAT32, input);
  }

  /// Finds all shapes for an input of this type and draws all parameters, without data.
  public final Block materialize(DType dtype, Shape input) {
    throw new UnsupportedOperationException();
  }

  // ---- policies

  /// Freezes every parameter.
  public final Block freeze() {
    throw new UnsupportedOperationException();
  }

  /// Unfreezes every parameter.
  public final Block unfreeze() {
    throw new UnsupportedOperationException();
  }

  /// Forgets every gradient.
  public final void zeroGrad() {
    zeroGrad(false);
  }

  /// Forgets every gradient, or fills them with zeros.
  public final void zeroGrad(boolean keep) {
    throw new UnsupportedOperationException();
  }

  /// Puts the tree into training mode, the mode it begins in.
  public final Block train() {
    throw new UnsupportedOperationException();
  }

  /// Puts the tree into inference mode.
  public final Block eval() {
    throw new UnsupportedOperationException();
  }

  /// {@return whether the block is in training mode}
  public final boolean isTraining() {
    throw new UnsupportedOperationException();
  }

  /// Moves every parameter and buffer to a device.
  public Block to(Device device) {
    throw new UnsupportedOperationException();
  }

  /// Casts every parameter, and every buffer of real numbers.
  public Block to(DType dtype) {
    throw new UnsupportedOperationException();
  }

  /// {@return a copy that shares nothing with this block; ties inside stay}
  public Block copy() {
    throw new UnsupportedOperationException();
  }

  /// {@return copies that share nothing with these blocks; ties among them stay}
  public static List<Block> copyAll(Block... blocks) {
    throw new UnsupportedOperationException();
  }

  /// {@return copies of the values of all parameters and persistent buffers, in state order}
  public final List<Tensor> getWeights() {
    throw new UnsupportedOperationException();
  }

  /// Sets the values of all parameters and persistent buffers, in state order.
  public final void setWeights(List<Tensor> values) {
    throw new UnsupportedOperationException();
  }

  // ---- the functional form

  /// {@return the values of the parameters, one entry each}
  public final Params params() {
    throw new UnsupportedOperationException();
  }

  /// {@return first values for an input; this block is not touched}
  public final Params init(Key key, Tensor x) {
    throw new UnsupportedOperationException();
  }

  /// {@return the result with these values in place of the parameters'; this block is not touched}
  public final Tensor apply(Params params, Tensor x) {
    throw new UnsupportedOperationException();
  }

  /// A result, and the buffers after it.
  ///
  /// @param output the result
  /// @param buffers the values of all buffers
  public record Applied(Tensor output, Params buffers) {}

  /// {@return the result with these values in place of the parameters', and the buffers as they
  /// would be after it; this block is not touched}
  public final Applied applyWithState(Params params, Tensor x) {
    throw new UnsupportedOperationException();
  }

  /// {@return the gradient of a loss for every use of every parameter; gradients are left alone}
  public final GradientTrace traceGrads(Supplier<Tensor> loss) {
    throw new UnsupportedOperationException();
  }

  /// {@return what an instance prints as, without its children}
  protected String describe() {
    return getClass().getSimpleName();
  }
}
