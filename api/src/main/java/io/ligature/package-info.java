/// What a program uses: tensors, shapes, dtypes, devices.
package io.ligature;
