package dev.millrace.actuate;

import java.security.Principal;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;

import dev.millrace.exchange.syntax.ProblemJson;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.reactive.handler.AbstractUrlHandlerMapping;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebHandler;

/**
 * Refuses writes on the endpoints of Millrace that pages of other sites make, and logs
 * all others in one line. A mapping that is asked right before that of the endpoints: it
 * has a handler for what it refuses and none for the rest, so that requests elsewhere
 * cost nothing. Safe for use by any thread.
 */
public final class EndpointWriteGuard extends AbstractUrlHandlerMapping {

	/** The mapping of Boot's endpoints has the order -100. */
	private static final int BEFORE_ENDPOINTS = -101;

	private static final List<HttpMethod> READS = List.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS);

	private static final Logger logger = LoggerFactory.getLogger(EndpointWriteGuard.class);

	private final SameSiteRule rule;

	/**
	 * Creates a guard.
	 * @param paths the paths of the endpoints, those below them are guarded too
	 * @param hosts names under which the endpoints are reached, beside those of loopback
	 */
	public EndpointWriteGuard(Collection<String> paths, Stream<String> hosts) {
		this.rule = new SameSiteRule(hosts);
		setOrder(BEFORE_ENDPOINTS);
		for (String path : paths) {
			registerHandler(path, (WebHandler) this::refuse);
			registerHandler(path + "/**", (WebHandler) this::refuse);
		}
	}

	@Override
	public Mono<Object> getHandlerInternal(ServerWebExchange exchange) {
		if (READS.contains(exchange.getRequest().getMethod())) {
			return Mono.empty();
		}
		return super.getHandlerInternal(exchange).flatMap((handler) -> {
			if (refusal(exchange.getRequest()) != null) {
				return Mono.just(handler);
			}
			log(exchange);
			return Mono.empty();
		});
	}

	private SameSiteRule.@Nullable Refusal refusal(ServerHttpRequest request) {
		HttpHeaders headers = request.getHeaders();
		List<String> hosts = headers.getOrEmpty(HttpHeaders.HOST);
		return this.rule.check((hosts.size() == 1) ? hosts.get(0) : null, headers.getFirst("Sec-Fetch-Site"),
				headers.getFirst(HttpHeaders.ORIGIN), request.getURI());
	}

	private Mono<Void> refuse(ServerWebExchange exchange) {
		SameSiteRule.Refusal refusal = refusal(exchange.getRequest());
		if (refusal == null) {
			return Mono.error(new IllegalStateException("nothing refuses this write"));
		}
		log(exchange);
		ServerHttpResponse response = exchange.getResponse();
		response.setStatusCode(HttpStatusCode.valueOf(refusal.status()));
		response.getHeaders().setContentType(MediaType.APPLICATION_PROBLEM_JSON);
		byte[] body = ProblemJson.of(refusal.status(), refusal.rule());
		return response.writeWith(Mono.fromSupplier(() -> response.bufferFactory().wrap(body)));
	}

	private static void log(ServerWebExchange exchange) {
		exchange.getResponse()
			.beforeCommit(() -> exchange.getPrincipal()
				.map(Principal::getName)
				.defaultIfEmpty("anonymous")
				.doOnNext((name) -> log(exchange, name))
				.then());
	}

	private static void log(ServerWebExchange exchange, String name) {
		ServerHttpRequest request = exchange.getRequest();
		logger.info("{} {} by {} from {}: {}", request.getMethod(), request.getPath(), name,
				AddressText.of(request.getRemoteAddress(), true), exchange.getResponse().getStatusCode());
	}

}
