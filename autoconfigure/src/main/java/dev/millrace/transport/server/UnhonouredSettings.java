package dev.millrace.transport.server;

import java.util.List;
import java.util.function.Consumer;

import dev.millrace.exchange.foreign.WebFluxReasons.Reason;
import dev.millrace.exchange.foreign.WebFluxReasons.Scope;
import io.netty.handler.codec.http.cookie.ServerCookieDecoder;
import reactor.netty.ConnectionObserver;
import reactor.netty.http.server.HttpServerConfig;
import reactor.netty.http.server.ProxyProtocolSupportType;

/**
 * Looks in the configuration of the server for settings that an application has made in
 * code and that take effect in Reactor Netty's handlers, which hot routes do not reach.
 * Each such setting is a reason to leave hot routes to WebFlux.
 *
 * <p>
 * Not among them is what holds for hot routes as it is: sockets, TLS, limits of the
 * decoder and of connections, HTTP/2 settings, handlers that {@code doOnChannelInit} adds
 * (found in each pipeline), wiretap, and what Millrace reads from the configuration, the
 * idle timeout and the number of requests of a connection.
 */
public final class UnhonouredSettings {

	private static final String DEFAULT_FORWARDED = "reactor.netty.http.server.DefaultHttpForwardedHeaderHandler";

	/**
	 * Classes of the predicates of Boot's own compression, which leaves single requests
	 * to WebFlux and not whole routes. Boot joins two predicates with {@code and}, so
	 * that the class of the result is one of the JDK.
	 */
	private static final List<String> BOOT = List.of("org.springframework.boot.",
			"java.util.function.BiPredicate$$Lambda");

	private final HttpServerConfig config;

	private final HiddenSettings hidden;

	private final boolean forwardedBelieved;

	/**
	 * Creates a search.
	 * @param config the finished configuration, before Millrace adds to it
	 * @param forwardedBelieved whether Millrace itself believes forwarded headers, from
	 * trusted proxies
	 */
	public UnhonouredSettings(HttpServerConfig config, boolean forwardedBelieved) {
		this.config = config;
		this.hidden = new HiddenSettings(config);
		this.forwardedBelieved = forwardedBelieved;
	}

	/**
	 * Looks for such settings.
	 * @param reasons is given a reason for each
	 */
	public void reasons(Consumer<Reason> reasons) {
		observers(reasons);
		callbacks(reasons);
		forwarding(reasons);
		compression(reasons);
		timeouts(reasons);
	}

	/**
	 * Returns the settings of which it is not known whether they are set.
	 * @return their names
	 */
	public List<String> unknown() {
		return this.hidden.unknown();
	}

	private void observers(Consumer<Reason> reasons) {
		if (this.hidden.on("accessLogEnabled")) {
			reasons.accept(all("reactor-access-log", "Reactor Netty's access log is on (accessLog)",
					"use 'millrace.access-log.enabled=true' instead, which has hot requests too"));
		}
		if (this.hidden.on("errorLogEnabled")) {
			reasons.accept(all("reactor-error-log", "Reactor Netty's error log is on (errorLog)",
					"remove it; failures of hot routes are logged with their route"));
		}
		if (this.config.metricsRecorder() != null) {
			reasons.accept(all("reactor-metrics", "Reactor Netty's metrics of the server are on (metrics)",
					"remove them; the meters 'millrace.*' and 'http.server.requests' have hot requests too"));
		}
		if (this.hidden.changed("httpMessageLogFactory") != null) {
			reasons
				.accept(all("reactor-message-log", "messages are logged in a form of its own (httpMessageLogFactory)",
						"remove it, or write the access log with 'millrace.access-log.enabled=true'"));
		}
	}

	@SuppressWarnings("ReferenceEquality") // the empty listener is one object
	private void callbacks(Consumer<Reason> reasons) {
		if (this.config.doOnConnection() != null) {
			reasons.accept(all("do-on-connection", "a callback looks at each request of a connection (doOnConnection)",
					"add handlers with 'doOnChannelInit', or set time-outs with 'millrace.timeouts.*'"));
		}
		if (this.config.childObserver() != ConnectionObserver.emptyListener()) {
			reasons.accept(all("child-observer", "an observer is told about each request (childObserve)",
					"remove it, or observe exchanges with a bean of type ExchangeListener"));
		}
		if (this.hidden.changed("mapHandle") != null) {
			reasons.accept(all("map-handle", "the handler of each request is decorated (mapHandle)",
					"remove it, or use a WebFilter, which hot routes can be declared against"));
		}
	}

	private void forwarding(Consumer<Reason> reasons) {
		Object handler = this.hidden.changed("forwardedHeaderHandler");
		if (handler != null && !handler.getClass().getName().equals(DEFAULT_FORWARDED)) {
			reasons.accept(all("forwarded-function", "forwarded headers are read by a function of its own (forwarded)",
					"remove it and say with 'millrace.forwarded.*' what proxies write"));
		}
		else if (handler != null && !this.forwardedBelieved) {
			reasons.accept(all("forwarded-in-code", "forwarded headers are believed by code only (forwarded)",
					"set 'server.forward-headers-strategy=native' instead"));
		}
		if (this.config.proxyProtocolSupportType() != ProxyProtocolSupportType.OFF) {
			reasons.accept(all("proxy-protocol-in-code", "Reactor Netty reads PROXY headers (proxyProtocol)",
					"set 'millrace.forwarded.proxy-protocol=required' instead"));
		}
	}

	@SuppressWarnings("deprecation") // it can still be set
	private void compression(Consumer<Reason> reasons) {
		Object predicate = this.config.compressPredicate();
		// Boot sets a minimum size together with its predicate; a predicate without
		// one was set in code.
		boolean bootDecides = predicate != null && this.config.minCompressionSize() >= 0
				&& BOOT.stream().anyMatch(predicate.getClass().getName()::startsWith);
		boolean compresses = predicate != null || this.config.minCompressionSize() >= 0;
		if (compresses && !bootDecides) {
			reasons.accept(all("compression-in-code", "compression is set in code (compress)",
					"set 'server.compression.*' instead"));
		}
		if (this.config.cookieDecoder() != ServerCookieDecoder.STRICT) {
			reasons.accept(all("cookie-codec", "cookies are read by a codec of its own (cookieCodec)", "remove it"));
		}
	}

	private void timeouts(Consumer<Reason> reasons) {
		if (this.config.readTimeout() != null) {
			reasons.accept(new Reason("read-timeout", "Reactor Netty times the reads of a body (readTimeout)",
					"set 'millrace.timeouts.request-body-min-rate' instead", Scope.BODIES));
		}
		if (this.config.requestTimeout() != null) {
			reasons.accept(new Reason("request-timeout", "Reactor Netty times requests with a body (requestTimeout)",
					"set 'millrace.timeouts.request-body' instead", Scope.BODIES));
		}
	}

	private static Reason all(String code, String because, String remedy) {
		return new Reason(code, because, remedy);
	}

}
