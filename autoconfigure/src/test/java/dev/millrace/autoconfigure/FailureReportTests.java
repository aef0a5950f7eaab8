package dev.millrace.autoconfigure;

import java.util.ArrayList;
import java.util.List;

import dev.millrace.autoconfigure.transport.TransportAutoConfiguration;
import dev.millrace.testing.ThreadNameHandler;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.reactor.netty.autoconfigure.NettyReactiveWebServerAutoConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * What the user reads when a property is wrong.
 */
@ExtendWith(OutputCaptureExtension.class)
class FailureReportTests {

	@Test
	void aWrongNumberOfWorkersIsReportedInFull(CapturedOutput output) {
		fail("workers=3y");
		assertThat(output.getOut()).contains("APPLICATION FAILED TO START")
			.contains("Invalid value '3y' for configuration property 'millrace.transport.workers'")
			.contains("originating from '\"millrace.transport.workers\" from property source")
			.contains("is not a number of workers: write 'auto', a number such as 4")
			.contains("Review the value of the property");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					type=rdma                       | type                  | rdma   | Write one of: auto, epoll, io-uring, kqueue, nio.
					workers=0                       | workers               | 0      | must be at least 1
					workers=cpus-9999               | workers               | cpus-9999 | write 'auto'
					acceptors=3, workers=4          | acceptors             | 3      | write 1 or 'workers'
					backlog=-5                      | backlog               | -5     | must be at least 1
					epoll.max-events=0              | epoll.max-events      | 0      | must be at least 1
					read-buffer.initial=1MB         | read-buffer.initial   | 1MB    | must not be above
					tcp.send-buffer=0B              | tcp.send-buffer       | 0B     | such as 64KB
					tcp.user-timeout=0s             | tcp.user-timeout      | 0s     | such as 30s
					tcp.defer-accept=1ms            | tcp.defer-accept      | 1ms    | such as 30s
					tcp.keep-alive.count=0          | tcp.keep-alive.count  | 0      | must be at least 1
					io-uring.ring-size=100          | io-uring.ring-size    | 100    | power of two
					tcp.write-buffer.low=2MB, tcp.write-buffer.high=1MB | tcp.write-buffer.low  | 2MB | set both
					tcp.write-buffer.high=1KB       | tcp.write-buffer.high | 1KB    | low water mark
					tcp.keep-alive.enabled=false, tcp.keep-alive.idle=9s | tcp.keep-alive.enabled | false | contradicts
					type=nio, workers=2, acceptors=2 | acceptors            | 2      | the nio transport does not have it
					type=nio, share-port=true       | share-port            | true   | the nio transport does not have it
					type=nio, tcp.fast-open=true    | tcp.fast-open         | true   | the nio transport does not have it
					type=nio, busy-poll=true        | busy-poll             | true   | the nio transport does not have it
					type=nio, io-uring.ring-size=64 | io-uring.ring-size    | 64     | the nio transport does not have it
					""")
	void theReportNamesPropertyValueAndRemedy(String properties, String property, String value, String remedy,
			CapturedOutput output) {
		fail(properties.split(", *"));
		assertThat(output.getOut()).contains("APPLICATION FAILED TO START")
			.contains("millrace.transport." + property)
			.containsAnyOf("'" + value + "'", "Value: \"" + value + "\"")
			.contains(remedy);
	}

	@Test
	@EnabledOnOs(OS.LINUX)
	void aTransportThatCannotLoadIsReportedWithItsReason(CapturedOutput output) {
		fail("type=kqueue");
		assertThat(output.getOut())
			.contains("Invalid value 'kqueue' for configuration property 'millrace.transport.type'")
			.contains("cannot be used on this machine: ")
			.contains("Write 'auto'");
	}

	private static void fail(String... properties) {
		List<String> arguments = new ArrayList<>(List.of("--server.port=0"));
		for (String property : properties) {
			arguments.add("--millrace.transport." + property.strip());
		}
		assertThatException()
			.isThrownBy(() -> new SpringApplicationBuilder(Application.class).web(WebApplicationType.REACTIVE)
				.run(arguments.toArray(String[]::new))
				.close());
	}

	@SpringBootConfiguration(proxyBeanMethods = false)
	@ImportAutoConfiguration({ TransportAutoConfiguration.class, NettyReactiveWebServerAutoConfiguration.class })
	static class Application {

		@Bean
		ThreadNameHandler httpHandler() {
			return new ThreadNameHandler();
		}

	}

}
