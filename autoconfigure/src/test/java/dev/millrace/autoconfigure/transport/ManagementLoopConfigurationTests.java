package dev.millrace.autoconfigure.transport;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

import dev.millrace.testing.Requests;
import dev.millrace.testing.RunningServers;
import dev.millrace.transport.TransportType;
import dev.millrace.transport.TunedTransport;
import dev.millrace.transport.server.TunedWebServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.core.publisher.Mono;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.reactor.netty.NettyWebServer;
import org.springframework.boot.web.server.WebServer;
import org.springframework.boot.web.server.reactive.context.ReactiveWebServerInitializedEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.http.client.ReactorResourceFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * What the management server runs on when it has a port of its own.
 */
class ManagementLoopConfigurationTests {

	@ParameterizedTest
	@EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "AUTO")
	void itHasALoopOfItsOwnOnTheSameTransport(TransportType type) {
		RunningServers.assumeAvailable(type);
		try (ConfigurableApplicationContext context = run("--millrace.transport.type=" + type.id())) {
			Servers servers = context.getBean(Servers.class);
			assertThat(servers.management.get()).isInstanceOf(NettyWebServer.class);
			String answer = Requests.get(servers.management.get().getPort(), "/actuator/thread");
			assertThat(answer).contains("millrace-management-1");
			assertThat(threads("millrace-management-")).isEqualTo(1);
			assertThat(context.getBean(TunedTransport.class).type()).isEqualTo(type);
			assertThat(context.getBean(ReactorResourceFactory.class).isUseGlobalResources()).isFalse();
		}
		assertThat(threads("millrace-management-")).isZero();
	}

	@Test
	void theServerOfTheApplicationIsTuned() {
		try (ConfigurableApplicationContext context = run()) {
			Servers servers = context.getBean(Servers.class);
			assertThat(servers.application.get()).isInstanceOf(TunedWebServer.class);
			assertThat(Requests.answer(servers.application.get().getPort(), "/actuator/thread")).contains(" 404 ");
			assertThat(Requests.answer(servers.management.get().getPort(), "/actuator/millrace")).contains(" 200 ");
		}
	}

	@Test
	void withoutMillraceItIsAsBootHasIt() {
		try (ConfigurableApplicationContext context = run("--millrace.enabled=false")) {
			Servers servers = context.getBean(Servers.class);
			assertThat(Requests.get(servers.management.get().getPort(), "/actuator/thread")).contains("reactor-http-");
			// The ticker of an application that has stopped ends a second later.
			await().untilAsserted(() -> assertThat(threads("millrace")).isZero());
		}
	}

	private static long threads(String prefix) {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.filter((thread) -> thread.getName().startsWith(prefix) && thread.isAlive())
			.count();
	}

	private static ConfigurableApplicationContext run(String... arguments) {
		List<String> all = new ArrayList<>(List.of("--server.port=0", "--management.server.port=0",
				"--spring.reactor.netty.shutdown-quiet-period=0s", "--management.endpoints.web.exposure.include=*"));
		all.addAll(List.of(arguments));
		return new SpringApplicationBuilder(Application.class).web(WebApplicationType.REACTIVE)
			.run(all.toArray(String[]::new));
	}

	@SpringBootConfiguration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

		@Bean
		Servers servers() {
			return new Servers();
		}

		@Bean
		ThreadEndpoint threadEndpoint() {
			return new ThreadEndpoint();
		}

	}

	static class Servers implements ApplicationListener<ReactiveWebServerInitializedEvent> {

		private final AtomicReference<WebServer> application = new AtomicReference<>();

		private final AtomicReference<WebServer> management = new AtomicReference<>();

		@Override
		public void onApplicationEvent(ReactiveWebServerInitializedEvent event) {
			boolean managed = "management".equals(event.getApplicationContext().getServerNamespace());
			(managed ? this.management : this.application).set(event.getWebServer());
		}

	}

	@Endpoint(id = "thread")
	static class ThreadEndpoint {

		@ReadOperation
		Mono<String> thread() {
			return Mono.fromSupplier(() -> Thread.currentThread().getName());
		}

	}

}
