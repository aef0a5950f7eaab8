package dev.millrace.autoconfigure;

import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import dev.millrace.testing.Requests;
import dev.millrace.testing.RunningServers;
import dev.millrace.transport.TransportType;
import dev.millrace.worker.Worker;
import dev.millrace.worker.Workers;
import io.netty.channel.Channel;
import io.netty.channel.epoll.EpollSocketChannel;
import org.junit.jupiter.api.Test;
import reactor.core.scheduler.Schedulers;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.http.client.autoconfigure.reactive.ReactiveHttpClientAutoConfiguration;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.http.client.reactive.ClientHttpConnector;
import org.springframework.web.reactive.function.client.WebClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Which loops clients run on.
 */
class RunningClientsTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(10);

	private final ReactiveWebApplicationContextRunner runner = RunningServers.runner();

	@Test
	void clientsThatBootBuildsRunOnTheLoopThatCallsThem() {
		this.runner.withConfiguration(AutoConfigurations.of(ReactiveHttpClientAutoConfiguration.class))
			.withPropertyValues("millrace.transport.workers=3")
			.run((context) -> {
				WebClient client = WebClient.builder()
					.clientConnector(context.getBean(ClientHttpConnector.class))
					.baseUrl("http://localhost:" + Requests.port(context))
					.build();
				for (Worker worker : context.getBean(Workers.class).all()) {
					// A connection that another loop left in the pool would be taken.
					String thread = client.get()
						.header("Connection", "close")
						.retrieve()
						.bodyToMono(String.class)
						.map((text) -> Thread.currentThread().getName())
						.subscribeOn(Schedulers.fromExecutor(worker.executor()))
						.block(TIMEOUT);
					assertThat(thread).isEqualTo(worker.name());
				}
			});
	}

	@Test
	void clientsOfAnIoUringServerRunOnEpoll() {
		RunningServers.assumeAvailable(TransportType.IO_URING);
		RunningServers.assumeAvailable(TransportType.EPOLL);
		this.runner.withPropertyValues("millrace.transport.type=io-uring").run((context) -> {
			BlockingQueue<Channel> connections = new LinkedBlockingQueue<>();
			String thread = RunningServers.client(context)
				.doOnConnected((connection) -> connections.add(connection.channel()))
				.get()
				.uri("http://localhost:" + Requests.port(context))
				.responseSingle((response, body) -> body.asString().map((text) -> Thread.currentThread().getName()))
				.block(TIMEOUT);
			assertThat(thread).startsWith("millrace-client-");
			assertThat(connections.poll(10, TimeUnit.SECONDS)).isInstanceOf(EpollSocketChannel.class);
		});
	}

}
