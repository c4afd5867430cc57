package io.ligature.autograd;

import io.ligature.Params;
import io.ligature.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/// Derivatives of functions, from outside: each method takes a function and returns another.
///
/// ```text
/// Grad.grad(x -> x.pow(3).sum())                                   3 x²
/// Grad.grad(Grad.grad(x -> x.pow(3).sum())...)                     nested to any order
/// Grad.grad((Params q) -> net.apply(q, x).sum()).apply(params)     a gradient for each parameter
/// ```
///
/// Functions take a [Tensor], which an untyped lambda means, or a tree of tensors: [Params],
/// `Tensor[]` or `List<Tensor>`. Nothing here changes the gradient that any leaf or parameter
/// holds. A derivative is itself tracked where it depends on something tracked outside the
/// function, unless that is inside [#off].
public final class Grad {
  private Grad() {}

  // ---- the gradient of a scalar

  /// {@return the gradient of a function with a scalar result}
  ///
  /// ```text
  /// x -> dL/dx      L = f(x)
  /// ```
  ///
  /// What `f` does not depend on has a gradient of zeros. The function that is returned throws a
  /// [io.ligature.ShapeException] if the result of `f` is no scalar.
  @SuppressWarnings("overloads") // an untyped lambda means this one, which is more specific
  public static UnaryOperator<Tensor> grad(UnaryOperator<Tensor> f) {
    return x -> Grad.<Tensor>valueAndGrad(f, x, "grad").gradient();
  }

  /// {@return the gradient of a function of a tree with a scalar result, as a tree of the same
  /// form}
  @SuppressWarnings("overloads") // see above
  public static <P> UnaryOperator<P> grad(Function<P, Tensor> f) {
    return x -> valueAndGrad(f, x, "grad").gradient();
  }

  /// A scalar and its gradient.
  ///
  /// @param value the scalar
  /// @param gradient in the form of what it was differentiated by
  public record ValueAndGrad<P>(Tensor value, P gradient) {}

  /// {@return the result of a function, a scalar, and its gradient}
  @SuppressWarnings("overloads") // see above
  public static Function<Tensor, ValueAndGrad<Tensor>> valueAndGrad(UnaryOperator<Tensor> f) {
    return x -> valueAndGrad(f, x, "valueAndGrad");
  }

  /// {@return the result of a function of a tree, a scalar, and its gradient}
  @SuppressWarnings("overloads") // see above
  public static <P> Function<P, ValueAndGrad<P>> valueAndGrad(Function<P, Tensor> f) {
    return x -> valueAndGrad(f, x, "valueAndGrad");
  }

  private static <P> ValueAndGrad<P> valueAndGrad(Function<P, Tensor> f, P x, String asked) {
    var inputs = Tree.tensors(x);
    var trace = trace(f, x, inputs);
    var value = trace.values()[0];
    var gradients = trace.gradients(new Tensor[] {Seeds.one(value, asked, "use vjp or jacobian")});
    return new ValueAndGrad<>(value, Tree.with(x, orZeros(gradients, inputs)));
  }

  private static <P> Trace trace(Function<P, Tensor> f, P x, Tensor[] inputs) {
    return Trace.of(given -> new Tensor[] {f.apply(Tree.with(x, given))}, inputs);
  }

  private static Tensor[] orZeros(Tensor[] gradients, Tensor[] inputs) {
    for (int i = 0; i < gradients.length; i++) {
      gradients[i] = Objects.requireNonNullElseGet(gradients[i], inputs[i]::zerosLike);
    }
    return gradients;
  }

  // ---- products with the Jacobian

  /// A result, and the way back from it.
  ///
  /// @param value the result
  /// @param back `u -> uᵀ J`, for a `u` of the shape of the result; may be called often
  public record Pullback<P>(Tensor value, Function<Tensor, P> back) {
    /// {@return `uᵀ J`, in the form of what the function was differentiated by}
    ///
    /// @throws io.ligature.ShapeException if `u` has not the shape of the result
    public P apply(Tensor u) {
      return back.apply(u);
    }
  }

  /// {@return `f(x)`, and the product of a vector with its Jacobian}
  @SuppressWarnings("overloads") // see above
  public static Pullback<Tensor> vjp(UnaryOperator<Tensor> f, Tensor x) {
    return Grad.<Tensor>pullback(f, x);
  }

  /// {@return `f(x)`, and the product of a vector with its Jacobian}
  @SuppressWarnings("overloads") // see above
  public static <P> Pullback<P> vjp(Function<P, Tensor> f, P x) {
    return pullback(f, x);
  }

  private static <P> Pullback<P> pullback(Function<P, Tensor> f, P x) {
    var inputs = Tree.tensors(x);
    var trace = trace(f, x, inputs);
    return new Pullback<>(
        trace.values()[0],
        u -> Tree.with(x, orZeros(trace.gradientsAgain(new Tensor[] {u}), inputs)));
  }

  /// A result, and how it changes when the input does.
  ///
  /// @param value the result
  /// @param tangent `J v`, of the shape of the result
  public record Pushforward(Tensor value, Tensor tangent) {}

  /// {@return `f(x)`, and the product of its Jacobian with a vector}
  ///
  /// The way back is linear in its `u`, so its own way back is the way forward: two reverse passes
  /// in place of one forward pass.
  ///
  /// @param v of the form and shape of `x`
  /// @throws IllegalArgumentException if `v` is not of the form, shape and dtype of `x`
  /// @see <a href="https://j-towns.github.io/2017/06/12/A-new-trick.html">Townsend (2017), A new
  ///   trick for calculating Jacobian vector products</a>
  @SuppressWarnings("overloads") // see above
  public static Pushforward jvp(UnaryOperator<Tensor> f, Tensor x, Tensor v) {
    return Grad.<Tensor>pushforward(f, x, v);
  }

  /// {@return `f(x)`, and the product of its Jacobian with a vector}
  @SuppressWarnings("overloads") // see above
  public static <P> Pushforward jvp(Function<P, Tensor> f, P x, P v) {
    return pushforward(f, x, v);
  }

  private static <P> Pushforward pushforward(Function<P, Tensor> f, P x, P v) {
    var inputs = Tree.tensors(x);
    var tangents = Tree.tangents(v, x);
    var trace = trace(f, x, inputs);
    var value = trace.values()[0];
    var back =
        Trace.of(
            u -> orZeros(trace.gradientsAgain(u), inputs),
            new Tensor[] {value.detach().zerosLike()});
    var tangent = back.gradients(tangents)[0];
    return new Pushforward(value, tangent == null ? value.detach().zerosLike() : tangent);
  }

  // ---- whole matrices

  /// {@return the Jacobian}
  ///
  /// ```text
  /// J (y..., x...)      J[j, i] = dyⱼ / dxᵢ      y = f(x)
  /// ```
  ///
  /// A pass back for each element of the result.
  @SuppressWarnings("overloads") // see above
  public static UnaryOperator<Tensor> jacobian(UnaryOperator<Tensor> f) {
    return x -> Grad.<Tensor>jacobian(f, x);
  }

  /// {@return the Jacobian by each tensor of a tree}
  @SuppressWarnings("overloads") // see above
  public static <P> UnaryOperator<P> jacobian(Function<P, Tensor> f) {
    return x -> jacobian(f, x);
  }

  private static <P> P jacobian(Function<P, Tensor> f, P x) {
    return Tree.with(x, Jacobian.of(given -> f.apply(Tree.with(x, given)), Tree.tensors(x)));
  }

  /// {@return the matrix of second derivatives of a function with a scalar result}
  ///
  /// ```text
  /// H (x..., x...)      H[i, k] = d²L / dxᵢ dxₖ      L = f(x)
  /// ```
  @SuppressWarnings("overloads") // see above
  public static UnaryOperator<Tensor> hessian(UnaryOperator<Tensor> f) {
    return jacobian(grad(f));
  }

  /// {@return the blocks of second derivatives: for each tensor of the tree, in order, the Jacobian
  /// of its gradient}
  ///
  /// ```text
  /// hessian(f).apply(p).get(0).get("bias")      d²L / dp₀ dbias  (p₀..., bias...)
  /// ```
  @SuppressWarnings("overloads") // see above
  public static <P> Function<P, List<P>> hessian(Function<P, Tensor> f) {
    return x -> {
      var blocks = new ArrayList<P>();
      for (int i = 0; i < Tree.tensors(x).length; i++) {
        int block = i;
        blocks.add(jacobian((P p) -> Tree.tensors(grad(f).apply(p))[block], x));
      }
      return blocks;
    };
  }

  // ---- what is recorded, and what is kept

  /// {@return the same function with less memory: it keeps its input and result, and runs again
  /// when its gradient is wanted}
  ///
  /// The function may read parameters and other tracked tensors; they get their gradients too. It
  /// draws its random numbers from a stream of its own, the same in both runs. What else it
  /// changes, it changes twice. If a parameter was edited in between, or the second run gives other
  /// results, `backward` throws a [io.ligature.GradientException] and changes no gradient.
  public static UnaryOperator<Tensor> checkpoint(UnaryOperator<Tensor> f) {
    return x -> Checkpoint.run(given -> new Tensor[] {f.apply(given[0])}, x)[0];
  }

  /// {@return the result of work of which nothing is recorded}. What it returns is a constant to
  /// gradients.
  public static <T> T off(Supplier<? extends T> work) {
    return Recording.with(false, work);
  }

  /// Does work of which nothing is recorded.
  public static void off(Runnable work) {
    Recording.with(false, work);
  }

  /// {@return the result of work that is recorded, although it is inside [#off]}
  public static <T> T on(Supplier<? extends T> work) {
    return Recording.with(true, work);
  }

  /// {@return whether this is inside [#off]}
  public static boolean isOff() {
    return !Recording.isOn();
  }

  // ---- trust

  /// Compares the gradient of a function with central differences, in FLOAT64.
  ///
  /// What the function draws from the default stream of keys is the same in every run.
  ///
  /// @param f of real numbers, with a result of any shape
  /// @param x where; cast to FLOAT64
  /// @throws io.ligature.GradientException if an element differs by more than rounding; says which
  @SuppressWarnings("overloads") // told apart by what follows
  public static void check(UnaryOperator<Tensor> f, Tensor x) {
    Check.run(given -> f.apply(given[0]), x);
  }

  /// Compares the gradient of a function of several tensors with central differences, in FLOAT64.
  ///
  /// @param f is given tensors with the values of `inputs`
  /// @param inputs where; those of real numbers are cast to FLOAT64 and varied
  /// @throws io.ligature.GradientException if an element differs by more than rounding; says which
  @SuppressWarnings("overloads") // told apart by what follows
  public static void check(Function<Tensor[], Tensor> f, Tensor... inputs) {
    Check.run(f, inputs);
  }
}
