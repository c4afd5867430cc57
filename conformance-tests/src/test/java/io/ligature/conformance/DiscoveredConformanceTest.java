package io.ligature.conformance;

import org.junit.platform.suite.api.ConfigurationParameter;

/// That devices are discovered and tried; each has a test of its own that tries everything.
@ConfigurationParameter(key = "ligature.conformance.only", value = "Tensors")
class DiscoveredConformanceTest extends ConformanceSuite {}
