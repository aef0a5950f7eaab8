package dev.millrace.autoconfigure.exchange;

import java.util.List;

import dev.millrace.autoconfigure.PropertyChecks;
import dev.millrace.connection.accept.ConnectionFilter;
import dev.millrace.connection.proxy.ProxyProtocol;
import dev.millrace.connection.proxy.TrustedProxies;
import dev.millrace.exchange.forwarded.ForwardedHeaders;
import dev.millrace.exchange.forwarded.ForwardedReader;
import dev.millrace.transport.advice.StartupCheck;
import dev.millrace.transport.advice.Warning;
import dev.millrace.transport.server.TunedWebServer;
import reactor.netty.http.server.HttpServer;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.cloud.CloudPlatform;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.reactor.netty.NettyReactiveWebServerFactory;
import org.springframework.boot.web.server.autoconfigure.ServerProperties.ForwardHeadersStrategy;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;
import org.springframework.util.ClassUtils;

/**
 * Auto-configuration of the {@link ForwardedHeaders}.
 */
@AutoConfiguration(before = ExchangeAutoConfiguration.class)
@ConditionalOnClass({ HttpServer.class, NettyReactiveWebServerFactory.class })
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.REACTIVE)
@ConditionalOnBooleanProperty(name = "millrace.enabled", matchIfMissing = true)
@EnableConfigurationProperties(ForwardedProperties.class)
public final class ForwardedAutoConfiguration {

	private static final String HAPROXY_CODEC = "io.netty.handler.codec.haproxy.HAProxyMessageDecoder";

	/** The networks that Spring Boot trusts with Tomcat. */
	private static final List<String> INTERNAL_NETWORKS = List.of("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16",
			"169.254.0.0/16", "100.64.0.0/10", "127.0.0.0/8", "::1/128", "fe80::/10", "fc00::/7");

	@Bean
	@ConditionalOnMissingBean
	TrustedProxies millraceTrustedProxies(ForwardedProperties properties) {
		List<String> networks = (properties.trusted() != null) ? properties.trusted() : INTERNAL_NETWORKS;
		return new TrustedProxies(PropertyChecks.networks("millrace.forwarded.trusted", networks));
	}

	@Bean
	@ConditionalOnMissingBean
	ForwardedHeaders millraceForwardedHeaders(TrustedProxies proxies, ForwardedProperties properties,
			Environment environment) {
		return new ForwardedHeaders(proxies, properties.header(), reader(environment));
	}

	@Bean
	@ConditionalOnMissingBean
	@ConditionalOnProperty(name = "millrace.forwarded.proxy-protocol", havingValue = "required")
	ProxyProtocol millraceProxyProtocol(TrustedProxies proxies, ForwardedProperties properties,
			ObjectProvider<ConnectionFilter> filters) {
		PropertyChecks.check(ClassUtils.isPresent(HAPROXY_CODEC, null), "millrace.forwarded.proxy-protocol",
				properties.proxyProtocol(), "needs io.netty:netty-codec-haproxy on the class path");
		return new ProxyProtocol(proxies, filters.orderedStream().toList());
	}

	/**
	 * Warns where a server on a Unix domain socket leaves forwarded headers to Reactor
	 * Netty, which looks at them only where the peer has an IP address.
	 */
	@Bean
	StartupCheck millraceForwardedCheck(ApplicationContext context, Environment environment) {
		return () -> (isOnLocalSocket(context) && isNative(environment))
				? List.of(new Warning("forwarded-on-local-socket",
						"Reactor Netty does not read forwarded headers on a Unix domain socket, so WebFlux does not"
								+ " see the clients behind the proxy; hot routes do",
						"set 'server.forward-headers-strategy=framework'"))
				: List.of();
	}

	private static boolean isOnLocalSocket(ApplicationContext context) {
		return context instanceof WebServerApplicationContext serving
				&& serving.getWebServer() instanceof TunedWebServer server && server.local();
	}

	private static boolean isNative(Environment environment) {
		return reader(environment) != ForwardedReader.NONE && Binder.get(environment)
			.bind("server.forward-headers-strategy", ForwardHeadersStrategy.class)
			.orElse(ForwardHeadersStrategy.NATIVE) == ForwardHeadersStrategy.NATIVE;
	}

	/** Finds out, as Boot does, whether the server or Spring reads the headers. */
	private static ForwardedReader reader(Environment environment) {
		ForwardHeadersStrategy strategy = Binder.get(environment)
			.bind("server.forward-headers-strategy", ForwardHeadersStrategy.class)
			.orElse(null);
		if (strategy == null) {
			CloudPlatform platform = CloudPlatform.getActive(environment);
			boolean asked = platform != null && platform.isUsingForwardHeaders();
			return asked ? ForwardedReader.SERVER : ForwardedReader.NONE;
		}
		return switch (strategy) {
			case NATIVE -> ForwardedReader.SERVER;
			case FRAMEWORK -> ForwardedReader.SPRING;
			case NONE -> ForwardedReader.NONE;
		};
	}

}
