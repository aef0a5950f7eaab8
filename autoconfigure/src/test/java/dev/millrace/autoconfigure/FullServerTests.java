package dev.millrace.autoconfigure;

import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import dev.millrace.autoconfigure.connection.ConnectionAutoConfiguration;
import dev.millrace.autoconfigure.exchange.ExchangeAutoConfiguration;
import dev.millrace.connection.accept.ConnectionLimiter;
import dev.millrace.testing.RawClient;
import dev.millrace.testing.Requests;
import dev.millrace.testing.RunningServers;
import dev.millrace.transport.TransportType;
import dev.millrace.worker.WorkerSnapshot;
import dev.millrace.worker.Workers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import org.springframework.boot.autoconfigure.AutoConfigurations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * One limit for the listeners of all event loops.
 */
@Timeout(60)
class FullServerTests {

	private static final int MAX = 20;

	private static final int CLIENTS = 200;

	private static final int THREADS = 8;

	@Test
	void theCountIsExactOverAllAcceptors() {
		RunningServers.assumeAvailable(TransportType.EPOLL);
		RunningServers.runner()
			.withConfiguration(
					AutoConfigurations.of(ConnectionAutoConfiguration.class, ExchangeAutoConfiguration.class))
			.withPropertyValues("millrace.transport.type=epoll", "millrace.transport.workers=4",
					"millrace.transport.acceptors=workers", "millrace.connections.max=" + MAX,
					"millrace.connections.when-full=close")
			.run((context) -> {
				List<RawClient> served = serve(Requests.port(context));
				Workers workers = context.getBean(Workers.class);
				await().untilAsserted(() -> {
					WorkerSnapshot total = WorkerSnapshot.total(workers.snapshots());
					assertThat(total.acceptedConnections()).isEqualTo(served.size());
					assertThat(total.rejectedConnections()).isEqualTo(CLIENTS - served.size());
					assertThat(context.getBean(ConnectionLimiter.class).open()).isEqualTo(served.size());
				});
				assertThat(served).hasSize(MAX);
				served.forEach(RawClient::close);
				await().untilAsserted(() -> assertThat(context.getBean(ConnectionLimiter.class).open()).isZero());
			});
	}

	/** All come at once and stay; returns those that are served. */
	private static List<RawClient> serve(int port) throws Exception {
		ExecutorService threads = Executors.newFixedThreadPool(THREADS);
		try {
			List<Future<RawClient>> clients = new ArrayList<>();
			for (int i = 0; i < CLIENTS; i++) {
				clients.add(threads.submit(() -> new RawClient(port)));
			}
			List<RawClient> served = new ArrayList<>();
			for (Future<RawClient> client : clients) {
				if (isServed(client.get())) {
					served.add(client.get());
				}
			}
			return served;
		}
		finally {
			threads.shutdown();
		}
	}

	private static boolean isServed(RawClient client) {
		try {
			return client.get("/").read().status() == 200;
		}
		catch (IllegalStateException | UncheckedIOException ex) {
			return false;
		}
	}

}
