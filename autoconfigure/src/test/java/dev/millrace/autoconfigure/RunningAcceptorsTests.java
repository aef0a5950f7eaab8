package dev.millrace.autoconfigure;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

import dev.millrace.testing.Requests;
import dev.millrace.testing.RunningServers;
import dev.millrace.transport.TransportType;
import dev.millrace.worker.Workers;
import io.netty.channel.Channel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.boot.web.server.PortInUseException;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * How listeners share a port, or do not.
 */
class RunningAcceptorsTests {

	private final ReactiveWebApplicationContextRunner runner = RunningServers.runner();

	@ParameterizedTest
	@ValueSource(strings = { "epoll", "io-uring" })
	void fourAcceptorsShareThePort(String type) {
		RunningServers.assumeAvailable(TransportType.valueOf(type.replace('-', '_').toUpperCase(Locale.ROOT)));
		this.runner.withUserConfiguration(ServerObserver.class)
			.withPropertyValues("millrace.transport.type=" + type, "millrace.transport.workers=4",
					"millrace.transport.acceptors=workers")
			.run((context) -> {
				List<Channel> listeners = RunningServers.listeners(context);
				assertThat(listeners).hasSize(4);
				assertThat(listeners).extracting((listener) -> ((InetSocketAddress) listener.localAddress()).getPort())
					.containsOnly(Requests.port(context));
				assertThat(listeners).extracting((listener) -> (Object) listener.eventLoop())
					.containsExactlyElementsOf(context.getBean(Workers.class)
						.all()
						.stream()
						.map((worker) -> (Object) worker.executor())
						.toList());
				Set<String> threads = new HashSet<>();
				// The kernel spreads by hash: 400 connections miss one of four loops
				// with a chance of 4 * 0.75^400.
				for (int i = 0; i < 400 && threads.size() < 4; i++) {
					threads.add(Requests.get(Requests.port(context)));
				}
				assertThat(threads).containsExactlyInAnyOrder("millrace-1", "millrace-2", "millrace-3", "millrace-4");
				assertThat(context.getBean(ServerObserver.class).connections).isNotEmpty()
					.allSatisfy((connection) -> assertThat(connection.eventLoop())
						.isSameAs(connection.parent().eventLoop()));
			});
	}

	@Test
	void listenersAreShownBeforeTheyAccept() {
		this.runner.withUserConfiguration(ServerObserver.class).run((context) -> {
			Requests.get(Requests.port(context));
			assertThat(context.getBean(ServerObserver.class).listenerEvents).containsExactly("bound on loop: true",
					"active", "accepted");
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { "1", "workers" })
	void aPortInUseIsReportedAsBootDoes(String acceptors) throws IOException {
		try (ServerSocket other = new ServerSocket(0)) {
			this.runner
				.withPropertyValues("server.port=" + other.getLocalPort(), "millrace.transport.workers=2",
						"millrace.transport.acceptors=" + acceptors)
				.run((context) -> assertThat(context).getFailure()
					.rootCause()
					.satisfies((ex) -> assertThat(context.getStartupFailure())
						.hasStackTraceContaining("PortInUseException: Port " + other.getLocalPort())));
		}
	}

	@Test
	@EnabledOnOs(OS.LINUX)
	void aSecondApplicationIsRefusedUnlessThePortIsShared() {
		ReactiveWebApplicationContextRunner acceptors = this.runner.withPropertyValues("millrace.transport.workers=2",
				"millrace.transport.acceptors=2");
		acceptors.run((first) -> {
			ReactiveWebApplicationContextRunner second = acceptors
				.withPropertyValues("server.port=" + Requests.port(first));
			second.run((context) -> assertThat(context.getStartupFailure())
				.hasStackTraceContaining(PortInUseException.class.getName()));
			second.withPropertyValues("millrace.transport.share-port=true")
				.run((context) -> assertThat(context).hasNotFailed());
		});
	}

}
