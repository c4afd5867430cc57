package io.ligature.examples.chapter;

import java.util.Map;

/// What a user types, and what comes of it.
///
/// @param code lines of Java
/// @param output what they print here; empty if nothing
/// @param elsewhere what the same step prints, or how it is written, in other frameworks
record Step(String code, String output, Map<Framework, String> elsewhere) {}
