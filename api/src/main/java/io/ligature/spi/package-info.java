/// What a backend implements.
package io.ligature.spi;
