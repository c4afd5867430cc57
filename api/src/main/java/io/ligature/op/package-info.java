/// The operations: primitives, and bigger ones with their decompositions.
package io.ligature.op;
