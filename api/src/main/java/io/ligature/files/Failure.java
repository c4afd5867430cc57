package io.ligature.files;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/// The error that a file could not be used.
public final class Failure {
  private Failure() {}

  /// {@return the error: `Cannot read a.npy: it does not exist.`}
  ///
  /// @param verb what was tried: read, write or close
  public static UncheckedIOException of(String verb, Path path, IOException cause) {
    var reason =
        switch (cause) {
          case NoSuchFileException _ -> "it does not exist";
          case AccessDeniedException _ ->
              "it may not be %s".formatted(verb.equals("write") ? "written" : "read");
          default -> cause.getMessage();
        };
    return new UncheckedIOException("Cannot %s %s: %s.".formatted(verb, path, reason), cause);
  }
}
