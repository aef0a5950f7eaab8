package dev.millrace.hot;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

import dev.millrace.testing.RawClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import reactor.core.publisher.Mono;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.util.unit.DataSize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * Hot routes on a running server: changes, base path, ports, streams and clients that
 * leave.
 */
@Timeout(60)
class HotRoutesTests {

	private ConfigurableApplicationContext application = start();

	@AfterEach
	void stop() {
		this.application.close();
	}

	@Test
	void changesUnderLoadLoseNoRequest() {
		HotRoutes routes = this.application.getBean(HotRoutes.class);
		AtomicBoolean changing = new AtomicBoolean(true);
		AtomicInteger answered = new AtomicInteger();
		CompletableFuture<Void> load = CompletableFuture.runAsync(() -> {
			try (RawClient client = new RawClient(port())) {
				while (changing.get()) {
					client.send("GET /stays HTTP/1.1\r\nHost: a\r\n\r\nGET /item/7 HTTP/1.1\r\nHost: a\r\n\r\n");
					assertThat(client.read().body()).isEqualTo("stays");
					assertThat(client.read().body()).isEqualTo("7");
					answered.incrementAndGet();
				}
			}
		});
		for (int i = 0; i < 500; i++) {
			HotRoute route = HotRoute.get("/changes/{id}/" + i % 7).respond(HotResponse.text("changes"));
			routes.register(route);
			assertThat(routes.unregister(route)).isTrue();
		}
		await().until(() -> answered.get() > 10 || load.isDone());
		changing.set(false);
		load.join();
		assertThat(routes.all()).hasSize(8);
	}

	@Test
	void registeredRouteIsAnsweredAndUnregisteredIsNot() {
		HotRoutes routes = this.application.getBean(HotRoutes.class);
		HotRoute late = HotRoute.get("/late").respond(HotResponse.text("late"));
		assertThat(status("/late")).isEqualTo(404);
		routes.register(late);
		assertThat(status("/late")).isEqualTo(200);
		assertThatExceptionOfType(HotRouteException.class)
			.isThrownBy(() -> routes.register(HotRoute.get("/item/{other}").respond(HotResponse.text(""))))
			.withMessageContaining("/item/{id}");
		assertThat(routes.unregister(late)).isTrue();
		assertThat(routes.unregister(late)).isFalse();
		assertThat(status("/late")).isEqualTo(404);
	}

	@Test
	void futureIsCancelledWhenTheClientLeaves() {
		try (RawClient client = new RawClient(port())) {
			client.get("/future");
			await().until(() -> Application.FUTURE.get() != null);
		}
		await().until(() -> Application.FUTURE.get().isCancelled());
	}

	@Test
	void blockingHandlerIsInterruptedWhenTheClientLeaves() throws InterruptedException {
		try (RawClient client = new RawClient(port())) {
			client.get("/blocking");
			assertThat(Application.BLOCKING.await(20, TimeUnit.SECONDS)).isTrue();
		}
		await().untilTrue(Application.INTERRUPTED);
	}

	@Test
	void slowReaderHoldsTheStreamBackAndLeavingEndsIt() {
		try (RawClient client = new RawClient(port())) {
			client.get("/endless");
			await().until(() -> Application.WRITTEN.get() > 0);
			await().during(300, TimeUnit.MILLISECONDS)
				.atMost(20, TimeUnit.SECONDS)
				.until(new Unchanged(Application.WRITTEN));
			assertThat(Application.WRITTEN.get()).isLessThan((int) DataSize.ofMegabytes(64).toBytes());
		}
		await().until(() -> Application.STREAM_ERROR.get() != null);
	}

	@Test
	void brokenStreamIsNotTakenForWhole() {
		try (RawClient client = new RawClient(port())) {
			assertThat(client.get("/broken").rest()).doesNotEndWith("0\r\n\r\n");
		}
	}

	@Test
	void connectionOutlivesAStreamThatFailsBeforeItBegins() {
		try (RawClient client = new RawClient(port())) {
			client.get("/broken-at-once").get("/stays");
			assertThat(client.read().status()).isEqualTo(500);
			assertThat(client.read().body()).isEqualTo("stays");
		}
	}

	@Test
	void basePathAppliesToThePipelineToo() {
		stop();
		this.application = start("spring.webflux.base-path=/base");
		assertThat(status("/base/stays")).isEqualTo(200);
		assertThat(status("/base/item/7")).isEqualTo(200);
		assertThat(status("/stays")).isEqualTo(404);
		assertThat(status("/base/%73tays")).isEqualTo(200);
		assertThat(status("/%62ase/stays")).isEqualTo(404);
		assertThat(status("/basement/stays")).isNotEqualTo(200);
		assertThat(status("/base/")).isEqualTo(200);
		assertThat(status("/base")).isEqualTo(404);
		assertThat(this.application.getBean(HotRoutes.class)
			.snapshots()
			.stream()
			.mapToLong(HotRouteSnapshot::requests)
			.sum()).isEqualTo(3);
	}

	@Test
	void managementPortHasNoHotRoutes() {
		stop();
		this.application = start("management.server.port=0");
		int management = this.application.getEnvironment().getRequiredProperty("local.management.port", Integer.class);
		assertThat(status("/stays")).isEqualTo(200);
		assertThat(status(management, "/stays")).isEqualTo(404);
	}

	@Test
	void actuatorIsNotHidden() {
		stop();
		assertThatExceptionOfType(HotRouteException.class).isThrownBy(() -> start("test.pattern=/actuator/mine"))
			.withMessageContaining("the actuator");
		this.application = start("test.pattern=/actuator/mine", "management.server.port=0");
		assertThat(status("/actuator/mine")).isEqualTo(200);
	}

	private int status(String path) {
		return status(port(), path);
	}

	private static int status(int port, String path) {
		try (RawClient client = new RawClient(port)) {
			return client.get(path).read().status();
		}
	}

	private int port() {
		return this.application.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
	}

	private static ConfigurableApplicationContext start(String... properties) {
		return new SpringApplicationBuilder(Application.class).web(WebApplicationType.REACTIVE)
			.properties("server.port=0", "spring.main.banner-mode=off", "spring.reactor.netty.shutdown-quiet-period=0s",
					"millrace.drain.idle-grace=0s", "server.shutdown=immediate")
			.run(java.util.Arrays.stream(properties).map((property) -> "--" + property).toArray(String[]::new));
	}

	/** Whether a number stays what it was. */
	private static final class Unchanged implements java.util.concurrent.Callable<Boolean> {

		private final AtomicInteger number;

		private int last = -1;

		private Unchanged(AtomicInteger number) {
			this.number = number;
		}

		@Override
		public Boolean call() {
			int before = this.last;
			this.last = this.number.get();
			return before == this.last;
		}

	}

	@SpringBootConfiguration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

		static final AtomicReference<CompletableFuture<HotResponse>> FUTURE = new AtomicReference<>();

		static final CountDownLatch BLOCKING = new CountDownLatch(1);

		static final AtomicBoolean INTERRUPTED = new AtomicBoolean();

		static final AtomicInteger WRITTEN = new AtomicInteger();

		static final AtomicReference<Throwable> STREAM_ERROR = new AtomicReference<>();

		@Bean
		HotRoute root(org.springframework.core.env.Environment environment) {
			return HotRoute.get(environment.getProperty("test.pattern", "/")).respond(HotResponse.text("root"));
		}

		@Bean
		HotRoute stays() {
			return HotRoute.get("/stays").respond(HotResponse.text("stays"));
		}

		@Bean
		HotRoute item() {
			return HotRoute.get("/item/{id}").handle((request) -> HotResponse.text(request.pathVariable("id")));
		}

		@Bean
		HotRoute future() {
			return HotRoute.get("/future").handleFuture((request) -> {
				FUTURE.set(new CompletableFuture<>());
				return FUTURE.get();
			});
		}

		@Bean
		HotRoute blocking() {
			return HotRoute.get("/blocking").handleBlocking((request) -> {
				BLOCKING.countDown();
				try {
					return Mono.<HotResponse>never().block();
				}
				finally {
					INTERRUPTED.set(true);
				}
			});
		}

		@Bean
		HotRoute endless() {
			return HotRoute.get("/endless").streamTo("application/octet-stream", (request, stream) -> {
				stream.onError(STREAM_ERROR::set);
				stream.onDrained(() -> {
					do {
						WRITTEN.addAndGet(1024);
					}
					while (stream.write(new byte[1024]));
				});
			});
		}

		@Bean
		HotRoute brokenAtOnce() {
			return HotRoute.get("/broken-at-once")
				.streamTo("text/plain", (request, stream) -> stream.fail(new IllegalStateException("broken")));
		}

		@Bean
		HotRoute broken() {
			return HotRoute.get("/broken").streamTo("text/plain", (request, stream) -> {
				stream.write(new byte[10]);
				stream.flush();
				stream.fail(new IllegalStateException("broken"));
			});
		}

	}

}
