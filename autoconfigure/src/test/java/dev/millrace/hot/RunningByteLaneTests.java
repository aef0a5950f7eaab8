package dev.millrace.hot;

import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;

/**
 * Hot routes on a real server with the byte lane.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT, classes = HotApplication.class)
class RunningByteLaneTests extends AbstractHotLaneTests {

	@Override
	boolean answeredFromThePipeline() {
		return true;
	}

}
