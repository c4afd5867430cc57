package io.ligature.nn;

import io.ligature.DType;
import io.ligature.DTypeException;
import io.ligature.Device;
import io.ligature.Dispatch;
import io.ligature.Key;
import io.ligature.Memory;
import io.ligature.Params;
import io.ligature.Shape;
import io.ligature.ShapeException;
import io.ligature.Tensor;
import io.ligature.op.Linear.Activation;
import io.ligature.safetensors.SafetensorsException;
import io.ligature.safetensors.TensorFile;
import io.ligature.spi.Inside;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BinaryOperator;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A layer, or a model of layers: a named tree of parameters, buffers and blocks, and a function of
/// one tensor.
///
/// Subclasses override [#forward]; callers use [#apply], which gives parameters their values before
/// the first input is computed, runs hooks, and puts the path of the layer in front of errors.
///
/// Fields that hold parameters, buffers or blocks are found by themselves, under their own names
/// and in declaration order, and so are those in lists, maps, arrays, records and Optionals:
/// `layers.0`. Leave one out by making it `transient`. Where fields cannot be read, register
/// members with [#child], [#param] and [#buffer].
///
/// Many threads may apply one block at the same time. Changing it (training, loading, moving) is
/// for one thread.
@SuppressWarnings(
    "SynchronizeOnNonFinalField") // a copy gets an owner of its own before anybody sees it
public abstract class Block implements UnaryOperator<Tensor>, Cloneable {
  private static final ScopedValue<Boolean> PREDICTING = ScopedValue.newInstance();

  private Owner owner = new Owner();
  private Map<String, Object> registered = new LinkedHashMap<>(0);
  private volatile @Nullable Hooks hooks;
  private volatile boolean ready; // every slot of this block has a value
  private volatile boolean training = true;

  /// For subclasses.
  protected Block() {}

  /// {@return the result of this block}. [#apply] calls it; nobody else should.
  protected abstract Tensor forward(Tensor x);

  /// Makes the shapes of this block's own lazy parameters and buffers known, with [Slot#resolve].
  /// Called before [#forward] while some are not.
  ///
  /// @param x the input; it may have a type and no values
  protected void infer(Tensor x) {}

  /// {@return the result of this block}
  ///
  /// If something in the tree has no value yet, all shapes are found first, by a dry run on the
  /// type of `x`, and then all values are drawn; if that fails, nothing has changed.
  @Override
  public final Tensor apply(Tensor x) {
    return call(x, this::forward);
  }

  /// {@return the result of a computation of this block on `x` and whatever else it holds}
  ///
  /// This is how a block takes several tensors: it offers a method of its own beside [#apply],
  /// which passes its computation through here, and so has first values, hooks and paths in errors
  /// as [#apply] has. Hooks see `x` and the result.
  ///
  /// ```text
  /// public Tensor run(Tensor x, Tensor memory) {
  ///   return call(x, input -> attend(input, memory));
  /// }
  /// ```
  ///
  /// @param x the main input, by which [#infer] finds shapes
  /// @param form computes the result. It must take `x` from its argument, and may be called twice:
  ///   first on a type without values, to find shapes.
  protected final Tensor call(Tensor x, UnaryOperator<Tensor> form) {
    var pass = Pass.current();
    if (pass != null) {
      return pass.apply(this, x, form);
    }
    if (!ready) {
      var result = prepare(x, form);
      if (result != null) {
        return result;
      }
    }
    return run(x, form, true);
  }

  /// {@return the results of a computation of this block that has several}
  ///
  /// Hooks see, and may replace, the main one.
  ///
  /// @param x the main input
  /// @param form as in [#call(Tensor, UnaryOperator)]
  protected final <R extends Outcome<R>> R callFor(Tensor x, Function<Tensor, R> form) {
    var last = new AtomicReference<@Nullable R>(); // of the last run, which is the one with values
    var output =
        call(
            x,
            input -> {
              var results = form.apply(input);
              last.set(results);
              return results.output();
            });
    var results = Objects.requireNonNull(last.get());
    return output == results.output() ? results : results.withOutput(output);
  }

  /// {@return the result in inference mode and without history}, whatever mode the blocks are in.
  ///
  /// All other memory that this takes is given back at once, so that serving a model makes no
  /// garbage to speak of. Many threads may do this at the same time, and while another trains.
  public final Tensor predict(Tensor x) {
    return predict(() -> apply(x));
  }

  /// {@return what some work returns, computed in inference mode and without history}: for blocks
  /// of several inputs or results.
  ///
  /// ```text
  /// var result = Block.predict(() -> lstm.run(x, state));
  /// ```
  ///
  /// All memory that the work takes is given back at once, but for what its result holds: a tensor,
  /// or records, lists, maps and arrays of some.
  public static <T> T predict(Supplier<? extends T> work) {
    return ScopedValue.where(PREDICTING, true)
        .call(() -> Memory.<T>scope(() -> Dispatch.untracked(work)));
  }

  /// Gives every slot a value.
  ///
  /// @return the result, if it took computing it; else null
  @Nullable Tensor prepare(Tensor x, UnaryOperator<Tensor> form) {
    synchronized (owner) {
      return ready ? null : Initialization.of(this).byApplying(x, form);
    }
  }

  Tensor run(Tensor x, UnaryOperator<Tensor> form, boolean withHooks) {
    return Inside.isWanted()
        ? Inside.of(this, Trail::name, () -> compute(x, form, withHooks))
        : compute(x, form, withHooks);
  }

  private Tensor compute(Tensor x, UnaryOperator<Tensor> form, boolean withHooks) {
    try {
      if (x == null) {
        throw new NullTensorException(kind() + " needs an input; found null.");
      }
      var hooked = hooks;
      var result = hooked == null || !withHooks ? form.apply(x) : hooked.run(this, x, form);
      if (result == null) {
        throw new NullTensorException(
            kind() + " returned null from forward. Have it return its result.");
      }
      return result;
    } catch (RuntimeException e) {
      throw Trail.leave(this, e);
    }
  }

  // ---- hooks

  /// Adds a hook that sees input and result of every [#apply], and returns the result to use. Dry
  /// runs call no hooks.
  public final Hook onForward(BinaryOperator<Tensor> hook) {
    return hooks().after(hook);
  }

  /// Adds a hook that sees the input of every [#apply] first, and returns the one to use. Dry runs
  /// call no hooks.
  public final Hook beforeForward(UnaryOperator<Tensor> hook) {
    return hooks().before(hook);
  }

  private synchronized Hooks hooks() {
    var known = hooks == null ? new Hooks() : hooks;
    hooks = known;
    return known;
  }

  boolean hasHooks() {
    var known = hooks;
    return known != null && !known.isEmpty();
  }

  // ---- members

  /// Registers a block under a name of its own, or where its field cannot be read.
  ///
  /// @return the block
  /// @throws IllegalArgumentException if the name is empty, has a dot, or is taken
  protected final <B extends Block> B child(String name, B block) {
    register(name, block);
    block.owner().found(this, name);
    block.traverse(); // so that everything below knows its name, and what cannot be read is refused
    // here
    return block;
  }

  /// Registers a parameter under a name of its own, or where its field cannot be read.
  ///
  /// @return the parameter
  /// @throws IllegalArgumentException if the name is empty, has a dot, or is taken
  protected final Parameter param(String name, Parameter parameter) {
    register(name, parameter);
    parameter.owner().found(this, name);
    return parameter;
  }

  /// Registers a buffer under a name of its own, or where its field cannot be read.
  ///
  /// @return the buffer
  /// @throws IllegalArgumentException if the name is empty, has a dot, or is taken
  protected final Buffer buffer(String name, Buffer buffer) {
    register(name, buffer);
    buffer.owner().found(this, name);
    return buffer;
  }

  private void register(String name, Object member) {
    if (registered.putIfAbsent(Names.checked(name), Objects.requireNonNull(member)) != null) {
      throw new IllegalArgumentException(
          "%s has a member named '%s' already. Choose another name.".formatted(kind(), name));
    }
    ready = false;
  }

  Map<String, Object> registered() {
    return registered;
  }

  /// {@return what this block computes, if a linear layer in front of it can compute it as well}
  @Nullable Activation fusible() {
    return null;
  }

  /// Called when a member was replaced by its name.
  void replaced(String name, Object member) {}

  Owner owner() {
    return owner;
  }

  /// {@return the roots of this block's own parameters and buffers}
  List<Slot> ownSlots() {
    var members = Members.of(this);
    var slots = new ArrayList<Slot>(members.buffers().values());
    for (var parameter : members.parameters().values()) {
      slots.add(parameter.root());
    }
    return slots;
  }

  // ---- the tree

  /// {@return every block of this tree at every path, this one first}
  ///
  /// @throws IllegalStateException if a member cannot be read or named, or a block contains itself
  public final Traversal traverse() {
    return Traversal.of(this);
  }

  /// {@return the blocks directly in this one, each once}. Two blocks are two, also if their class
  /// says that they are equal.
  public final List<Block> layers() {
    Set<Block> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    return Members.of(this).blocks().values().stream().filter(seen::add).toList();
  }

  /// {@return the parameters of this tree by path}
  public final ParameterDict parameters() {
    return ParameterDict.of(traverse());
  }

  /// {@return the parameter with this path, such as `2.bias`}
  ///
  /// @throws IllegalArgumentException if there is none; says what is there instead
  public final Parameter parameter(String path) {
    return Paths.find(this, path, Parameter.class);
  }

  /// {@return the buffer with this path}
  ///
  /// @throws IllegalArgumentException if there is none; says what is there instead
  public final Buffer buffer(String path) {
    return Paths.find(this, path, Buffer.class);
  }

  /// {@return the block with this path, such as `0.net`}
  ///
  /// @throws IllegalArgumentException if there is none; says what is there instead
  public final Block block(String path) {
    return Paths.find(this, path, Block.class);
  }

  /// {@return the buffers of this tree by their first paths, in order}
  public final Map<String, Buffer> buffers() {
    var buffers = new LinkedHashMap<String, Buffer>();
    for (var place : traverse().slots()) {
      if (place.isFirst() && place.slot() instanceof Buffer buffer) {
        buffers.put(place.path(), buffer);
      }
    }
    return Collections.unmodifiableMap(buffers);
  }

  /// Calls for every block of a class in this tree, each once, in order.
  public final <B extends Block> void visit(Class<B> type, Consumer<? super B> action) {
    for (var visit : traverse()) {
      if (visit.isFirst() && type.isInstance(visit.block())) {
        action.accept(type.cast(visit.block()));
      }
    }
  }

  // ---- ties

  /// Makes a parameter another name of a second one, whose value it takes: `tie("head.weight",
  /// "embedding.weight")`.
  ///
  /// @throws ShapeException if their shapes differ
  protected final void tie(String alias, String target) {
    Ties.tie(alias, parameter(alias), target, parameter(target), false);
    unready();
  }

  /// Makes a matrix the transpose of a second one, whose value it takes.
  ///
  /// @throws ShapeException if they are no matrices, or one's shape is not the other's transposed
  protected final void tieTransposed(String alias, String target) {
    Ties.tie(alias, parameter(alias), target, parameter(target), true);
    unready();
  }

  /// Uses the parameters of another block, name by name, from now on: all of them, or after an
  /// error none.
  ///
  /// @return this
  /// @throws IllegalArgumentException if the names differ
  /// @throws ShapeException if shapes differ
  public final Block share(Block other) {
    var mine = parameters();
    var theirs = other.parameters();
    if (!mine.names().equals(theirs.names())) {
      throw new IllegalArgumentException(
          "share needs blocks with the same parameters; found %s and %s."
              .formatted(mine.names(), theirs.names()));
    }
    for (var name : mine.names()) { // all of them first: all are tied or none
      Ties.check(name, mine.get(name), name + " to share", theirs.get(name), false);
    }
    for (var name : mine.names()) {
      Ties.tie(name, mine.get(name), name + " to share", theirs.get(name), false);
    }
    unready();
    return this;
  }

  /// Gives the parameters under a path values of their own, equal to those they shared with others.
  ///
  /// @param path of a parameter, or of a block
  /// @throws IllegalArgumentException if there are none
  public final void untie(String path) {
    Untying.untie(this, path);
    unready();
  }

  private void unready() {
    for (var visit : traverse()) {
      visit.block().ready = false;
    }
  }

  // ---- initialisation

  boolean isReady() {
    return ready;
  }

  void readyIfInitialized() {
    boolean all = true;
    for (var slot : ownSlots()) {
      all &= Slots.cell(slot).data() != null;
    }
    ready = all;
  }

  /// {@return whether every parameter and buffer of this tree has a value}
  public final boolean isInitialized() {
    return traverse().slots().stream().allMatch(place -> place.slot().isInitialized());
  }

  /// Sets how every parameter begins. Those that have a value are drawn anew at once, all or none.
  ///
  /// @return this
  public final Block initialize(Initializer initializer) {
    Initialization.again(this, initializer);
    return this;
  }

  /// Gives every parameter and buffer a value; all extents must be known.
  ///
  /// @return this
  /// @throws UninitializedParameterException if an extent is unknown
  public final Block materialize() {
    synchronized (owner) {
      Initialization.of(this).byItself();
    }
    return this;
  }

  /// Finds all shapes for a FLOAT32 input of this shape and gives every parameter and buffer a
  /// value. No data is needed, and nothing is computed.
  ///
  /// @return this
  /// @throws UninitializedParameterException if the input does not determine some shape
  public final Block materialize(Shape input) {
    return materialize(DType.FLOAT32, input);
  }

  /// Finds all shapes for an input of this type and gives every parameter and buffer a value. No
  /// data is needed, and nothing is computed.
  ///
  /// @return this
  /// @throws UninitializedParameterException if the input does not determine some shape
  public final Block materialize(DType dtype, Shape input) {
    synchronized (owner) {
      Initialization.of(this).byType(Device.DRY.with(() -> Tensor.zeros(dtype, input)));
    }
    return this;
  }

  // ---- modes and moves

  /// Freezes every parameter.
  ///
  /// @return this
  public final Block freeze() {
    parameters().each(Parameter::freeze);
    return this;
  }

  /// Unfreezes every parameter.
  ///
  /// @return this
  public final Block unfreeze() {
    parameters().each(Parameter::unfreeze);
    return this;
  }

  /// Forgets every gradient.
  public final void zeroGrad() {
    zeroGrad(false);
  }

  /// Forgets every gradient, or fills them with zeros.
  ///
  /// @param keep whether the gradient tensors stay, filled with zeros
  public final void zeroGrad(boolean keep) {
    parameters().each(parameter -> parameter.zeroGrad(keep));
  }

  /// Puts the tree into training mode, the one it begins in.
  ///
  /// @return this
  public final Block train() {
    return training(true);
  }

  /// Puts the tree into inference mode: dropout passes everything, batch norm uses its statistics.
  ///
  /// @return this
  public final Block eval() {
    return training(false);
  }

  private Block training(boolean mode) {
    for (var visit : traverse()) {
      visit.block().training = mode;
    }
    return this;
  }

  /// {@return whether this block is in training mode, and not in [#predict]}
  public final boolean isTraining() {
    return training && !PREDICTING.isBound();
  }

  /// Moves every parameter with its gradient, and every buffer, to a device.
  ///
  /// @return this
  public Block to(Device device) {
    for (var slot : traverse().names().keySet()) {
      switch (slot) {
        case Parameter parameter -> parameter.to(device);
        case Buffer buffer -> buffer.cell().to(device);
      }
    }
    return this;
  }

  /// Casts every parameter with its gradient, and every buffer of real numbers.
  ///
  /// @return this
  /// @throws DTypeException if the type is not of real numbers
  public Block to(DType dtype) {
    for (var slot : traverse().names().keySet()) {
      switch (slot) {
        case Parameter parameter -> parameter.to(dtype);
        case Buffer buffer when buffer.dtype().isFloating() -> buffer.cell().to(dtype);
        case Buffer _ -> {} // whole numbers stay
      }
    }
    return this;
  }

  // ---- copies

  /// {@return a copy that shares no parameter or buffer with this block}. Ties inside stay, and
  /// what is lazy stays lazy; policies are copied, gradients and hooks are not.
  public Block copy() {
    return copyAll(this).getFirst();
  }

  /// {@return copies of several blocks; ties among them stay}
  public static List<Block> copyAll(Block... blocks) {
    return new Copier().copy(List.of(blocks));
  }

  Block shallowCopy() {
    var copy = (Block) clone();
    copy.owner = new Owner();
    copy.registered = new LinkedHashMap<>(registered);
    copy.hooks = null;
    return copy;
  }

  @Override
  protected final Object clone() {
    try {
      return super.clone();
    } catch (CloneNotSupportedException e) {
      throw new AssertionError(e); // this class implements Cloneable
    }
  }

  /// {@return copies of the values of all parameters and persistent buffers, in state order}
  public final List<Tensor> getWeights() {
    return weights().map(place -> place.slot().data().copy()).toList();
  }

  /// Sets the values of all parameters and persistent buffers, in state order; all or none.
  ///
  /// @throws IllegalArgumentException if there are more or fewer
  /// @throws ShapeException if a shape differs
  public final void setWeights(List<Tensor> values) {
    var places = weights().toList();
    if (values.size() != places.size()) {
      throw new IllegalArgumentException(
          "setWeights of %s needs %d tensors; found %d."
              .formatted(getClass().getSimpleName(), places.size(), values.size()));
    }
    for (int i = 0; i < values.size(); i++) {
      if (!places.get(i).slot().shape().accepts(values.get(i).shape())) {
        throw new ShapeException(
            "setWeights: %s needs shape %s; found %s."
                .formatted(
                    places.get(i).path(), places.get(i).slot().shape(), values.get(i).shape()));
      }
    }
    for (int i = 0; i < values.size(); i++) {
      var slot = places.get(i).slot();
      Slots.fill(slot, values.get(i).detach().to(slot.device()).to(slot.dtype()).copy());
    }
  }

  private Stream<Traversal.Place> weights() {
    return traverse().slots().stream()
        .filter(Traversal.Place::isFirst)
        .filter(place -> !(place.slot() instanceof Buffer buffer) || buffer.isPersistent());
  }

  // ---- state and files

  /// {@return the parameters and persistent buffers by name: those that this block uses, not
  /// copies}
  ///
  /// @throws UninitializedParameterException if extents of some are unknown; names them
  public final StateDict stateDict() {
    return StateDict.of(this);
  }

  /// {@return copies of the parameters and persistent buffers by name}
  ///
  /// @throws UninitializedParameterException if extents of some are unknown; names them
  public final StateDict snapshot() {
    return stateDict().snapshot();
  }

  /// Saves the parameters and persistent buffers in a safetensors file, as a whole or not at all.
  ///
  /// A tied parameter is one tensor there; its other names are in the metadata.
  ///
  /// @throws UninitializedParameterException if extents of some are unknown; names them
  /// @throws UncheckedIOException if the file cannot be written; it is then as it was
  public final void save(Path path) {
    stateDict().save(path);
  }

  /// Saves the parameters and persistent buffers in several safetensors files beside an index.
  ///
  /// @param index the path of the index; ends with `.index.json`
  /// @param maxShardBytes how large the tensors of a file may be together
  /// @throws UninitializedParameterException if extents of some are unknown; names them
  /// @throws UncheckedIOException if a file cannot be written
  /// @see StateDict#save(Path, long)
  public final void save(Path index, long maxShardBytes) {
    stateDict().save(index, maxShardBytes);
  }

  /// Loads the parameters and persistent buffers from a safetensors file, or from several by the
  /// path of their index: all, or after an error none.
  ///
  /// Values are written in place; slots, gradients and ties stay. A lazy parameter takes its shape
  /// from the file.
  ///
  /// @return what was loaded
  /// @throws LoadException if the file does not fit; lists everything that does not
  /// @throws SafetensorsException if it is no safetensors file, or damaged
  /// @throws UncheckedIOException if it is missing or cannot be read
  public final LoadReport load(Path path, LoadOption... options) {
    try (var file = TensorFile.open(path)) {
      return Loading.load(this, new Loading.FromFile(file), options);
    }
  }

  /// Loads copies of the tensors of a state: all, or after an error none.
  ///
  /// @return what was loaded
  /// @throws LoadException if the state does not fit; lists everything that does not
  public final LoadReport load(StateDict state, LoadOption... options) {
    return Loading.load(this, new Loading.FromState(state), options);
  }

  // ---- the functional form

  /// {@return copies of the values of the parameters, one entry for each}
  public final Params params() {
    return Functional.params(this);
  }

  /// {@return first values of the parameters, one entry for each}. The block is not touched; the
  /// same key gives the same bits.
  ///
  /// @param x an input, for shapes that are not known yet
  public final Params init(Key key, Tensor x) {
    return Initialization.draw(this, key, x);
  }

  /// {@return the result with these values in place of the parameters'}. The block is not touched.
  /// Values for buffers may be among them; any name of a tied parameter sets it.
  ///
  /// @throws IllegalArgumentException listing names that are missing, unexpected, or of another
  ///   shape
  public final Tensor apply(Params params, Tensor x) {
    return Functional.apply(this, params, x);
  }

  /// {@return the results of an ensemble on one input, a member each}
  ///
  /// @param stacked the members' values, from [Params#stack]
  public final List<Tensor> applyEach(Params stacked, Tensor x) {
    return stacked.unstack().stream().map(member -> apply(member, x)).toList();
  }

  /// {@return what some work returns, with these values in place of the parameters'}: for blocks of
  /// several inputs or results. The block is not touched.
  ///
  /// ```text
  /// var result = lstm.with(params, () -> lstm.run(x, state));
  /// ```
  ///
  /// @throws IllegalArgumentException listing names that are missing, unexpected, or of another
  ///   shape
  public final <T> T with(Params params, Supplier<T> work) {
    return Functional.with(this, params, work);
  }

  /// A result, and the buffers after it.
  ///
  /// @param output the result
  /// @param buffers the values of all buffers by path
  public record Applied(Tensor output, Params buffers) {}

  /// {@return the result with these values in place of the parameters', and the buffers as they are
  /// after it}. The block is not touched.
  ///
  /// @throws IllegalArgumentException listing names that are missing, unexpected, or of another
  ///   shape
  public final Applied applyWithState(Params params, Tensor x) {
    return Functional.applyWithState(this, params, x);
  }

  /// {@return the gradient of a loss for every use of every parameter of this tree}. Gradients and
  /// buffers are left alone.
  ///
  /// @param loss computes a scalar with this block
  public final GradientTrace traceGrads(Supplier<Tensor> loss) {
    return Tracing.of(this, loss);
  }

  // ---- printing

  /// {@return what this block prints as, without its children: `Linear(4 -> 8)`}
  protected String describe() {
    return kind();
  }

  private String kind() {
    var name = getClass().getSimpleName();
    return name.isEmpty() ? "Block" : name; // an anonymous class
  }

  /// {@return a table of all blocks with the number of their own values}
  public final String summary() {
    return Summary.table(this, null);
  }

  /// {@return a table of all blocks with their results for a FLOAT32 input of this shape, and the
  /// number of their own values; nothing is computed or changed}
  public final String summary(Shape input) {
    return Summary.table(this, Device.DRY.with(() -> Tensor.zeros(DType.FLOAT32, input)));
  }

  /// {@return the tree, a line a block; one that stands in several places is printed at the first}
  @Override
  public String toString() {
    return Summary.tree(this);
  }

  // ---- for state

  /// {@return parameters and persistent buffers at every path, in state order}
  final List<Traversal.Place> statePlaces() {
    var places = new ArrayList<>(traverse().slots());
    places.removeIf(place -> place.slot() instanceof Buffer buffer && !buffer.isPersistent());
    return places;
  }
}
