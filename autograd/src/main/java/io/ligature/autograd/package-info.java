/// Gradients: of a loss, of a function, and of gradients.
package io.ligature.autograd;
