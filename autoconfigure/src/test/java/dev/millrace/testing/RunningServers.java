package dev.millrace.testing;

import java.util.List;

import dev.millrace.autoconfigure.transport.TransportAutoConfiguration;
import dev.millrace.transport.TransportAvailability;
import dev.millrace.transport.TransportType;
import dev.millrace.transport.TunedTransport;
import dev.millrace.transport.server.TunedWebServer;
import io.netty.channel.Channel;
import reactor.netty.http.client.HttpClient;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.reactor.netty.autoconfigure.NettyReactiveWebServerAutoConfiguration;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.boot.web.server.reactive.context.AnnotationConfigReactiveWebServerApplicationContext;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.client.ReactorResourceFactory;

import static org.assertj.core.api.Assumptions.assumeThat;

/**
 * Runs a real server on a real port.
 */
public final class RunningServers {

	private RunningServers() {
	}

	public static ReactiveWebApplicationContextRunner runner() {
		return new ReactiveWebApplicationContextRunner(AnnotationConfigReactiveWebServerApplicationContext::new)
			.withConfiguration(AutoConfigurations.of(TransportAutoConfiguration.class,
					NettyReactiveWebServerAutoConfiguration.class))
			.withUserConfiguration(Application.class)
			.withPropertyValues("server.port=0", "spring.reactor.netty.shutdown-quiet-period=0s",
					"millrace.drain.idle-grace=0s");
	}

	public static HttpClient client(ApplicationContext context) {
		ReactorResourceFactory resources = context.getBean(ReactorResourceFactory.class);
		return HttpClient.create(resources.getConnectionProvider()).runOn(resources.getLoopResources());
	}

	public static List<Channel> listeners(ApplicationContext context) {
		return ((TunedWebServer) Requests.webServer(context)).listeners();
	}

	public static void assumeAvailable(TransportType type) {
		assumeThat(TunedTransport.available()).contains(new TransportAvailability(type, true, null));
	}

	/** The smallest application. */
	@Configuration(proxyBeanMethods = false)
	public static class Application {

		@Bean
		ThreadNameHandler httpHandler() {
			return new ThreadNameHandler();
		}

	}

}
