package dev.millrace.sample;

import org.springframework.boot.test.context.SpringBootTest;

/**
 * Application in a mocked web environment, without a server.
 */
@SpringBootTest
class MockEnvironmentTests extends AbstractRoutesTests {

}
