package io.ligature.conformance;

/// An exported package must not be empty; delete this with the first real type.
interface Placeholder {}
