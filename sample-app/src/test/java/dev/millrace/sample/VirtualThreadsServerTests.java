package dev.millrace.sample;

import org.springframework.test.context.TestPropertySource;

/**
 * Application with virtual threads, which change nothing before Java 21.
 */
@TestPropertySource(properties = "spring.threads.virtual.enabled=true")
class VirtualThreadsServerTests extends AbstractServerTests {

}
