/// Bytes between memory and files; for the file formats of this module alone.
package io.ligature.files;
