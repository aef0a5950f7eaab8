package dev.millrace.hot;

import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.context.SpringBootTest;

/**
 * Hot routes on a real server with Millrace's pipeline.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT, classes = HotApplication.class)
class PipelineLaneTests extends AbstractHotLaneTests {

	@Override
	boolean answeredFromThePipeline() {
		return true;
	}

}
