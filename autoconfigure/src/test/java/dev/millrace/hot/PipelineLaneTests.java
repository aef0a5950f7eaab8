package dev.millrace.hot;

import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.test.context.TestPropertySource;

/**
 * Hot routes on a real server without the byte lane.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT, classes = HotApplication.class)
@TestPropertySource(properties = "millrace.hot-path.byte-lane=false")
class PipelineLaneTests extends AbstractHotLaneTests {

	@Override
	boolean answeredFromThePipeline() {
		return true;
	}

}
