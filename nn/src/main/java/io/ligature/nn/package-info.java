/// Blocks and the parameters they own.
package io.ligature.nn;
