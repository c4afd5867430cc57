package io.ligature.conformance;

class DiscoveredConformanceTest extends ConformanceSuite {}
