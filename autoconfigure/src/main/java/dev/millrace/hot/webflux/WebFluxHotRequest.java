package dev.millrace.hot.webflux;

import java.net.SocketAddress;
import java.util.List;

import dev.millrace.hot.AbstractHotRequest;
import dev.millrace.hot.HotJson;
import dev.millrace.hot.path.HotPattern;
import org.jspecify.annotations.Nullable;

import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.reactive.function.server.ServerRequest;

/**
 * A request that came through WebFlux.
 */
final class WebFluxHotRequest extends AbstractHotRequest {

	private final ServerHttpRequest request;

	private final List<String> variables;

	WebFluxHotRequest(ServerRequest request, HotPattern pattern, List<String> variables, HotJson json) {
		super(pattern, json);
		this.request = request.exchange().getRequest();
		this.variables = variables;
	}

	@Override
	public String method() {
		return this.request.getMethod().name();
	}

	@Override
	public String path() {
		return this.request.getURI().getRawPath();
	}

	@Override
	protected @Nullable String query() {
		return this.request.getURI().getRawQuery();
	}

	@Override
	protected String variable(int index) {
		return this.variables.get(index);
	}

	/** Overridden to be visible in this package. */
	@Override
	protected void body(byte[] bytes) {
		super.body(bytes);
	}

	@Override
	public @Nullable String header(String name) {
		return this.request.getHeaders().getFirst(name);
	}

	@Override
	public List<String> headers(String name) {
		return this.request.getHeaders().getOrEmpty(name);
	}

	@Override
	public @Nullable SocketAddress remoteAddress() {
		return this.request.getRemoteAddress();
	}

	@Override
	public String protocol() {
		return NativeProtocol.of(this.request);
	}

	@Override
	public String scheme() {
		String scheme = this.request.getURI().getScheme();
		boolean secure = "https".equalsIgnoreCase(scheme) || "wss".equalsIgnoreCase(scheme);
		return (secure || this.request.getSslInfo() != null) ? "https" : "http";
	}

}
