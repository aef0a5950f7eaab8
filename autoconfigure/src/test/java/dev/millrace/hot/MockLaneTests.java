package dev.millrace.hot;

import org.springframework.test.context.TestPropertySource;

/**
 * Hot routes without a server.
 */
@TestPropertySource(properties = "millrace.enabled=false")
class MockLaneTests extends AbstractHotLaneTests {

	@Override
	boolean answeredFromThePipeline() {
		return false;
	}

}
