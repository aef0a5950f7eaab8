package dev.millrace.hot;

import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.test.context.TestPropertySource;

/**
 * Hot routes on a real server without Millrace.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT, classes = HotApplication.class)
@TestPropertySource(properties = "millrace.enabled=false")
class WebFluxLaneTests extends AbstractHotLaneTests {

	@Override
	boolean answeredFromThePipeline() {
		return false;
	}

}
