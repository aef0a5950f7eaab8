package dev.millrace.actuate;

import java.net.InetSocketAddress;
import java.util.Map;

import dev.millrace.exchange.Exchange;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.cookie.Cookie;
import io.netty.handler.codec.http.cookie.ServerCookieDecoder;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.HttpCookie;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.server.reactive.AbstractServerHttpRequest;
import org.springframework.http.server.reactive.SslInfo;
import org.springframework.util.LinkedMultiValueMap;
import org.springframework.util.MultiValueMap;

/**
 * Shows the request of an exchange to observations, which read Spring's type. It has no
 * body.
 */
final class ObservedRequest extends AbstractServerHttpRequest {

	private final Exchange exchange;

	ObservedRequest(Exchange exchange) {
		super(HttpMethod.valueOf(exchange.method().name()), RequestUri.of(exchange), null, headers(exchange));
		this.exchange = exchange;
	}

	private static HttpHeaders headers(Exchange exchange) {
		HttpHeaders headers = new HttpHeaders();
		for (Map.Entry<String, String> field : exchange.headerFields()) {
			headers.add(field.getKey(), field.getValue());
		}
		return headers;
	}

	@Override
	public @Nullable InetSocketAddress getRemoteAddress() {
		return (this.exchange.clientAddress() instanceof InetSocketAddress address) ? address : null;
	}

	@Override
	public Flux<DataBuffer> getBody() {
		return Flux.empty();
	}

	@Override
	protected MultiValueMap<String, HttpCookie> initCookies() {
		MultiValueMap<String, HttpCookie> cookies = new LinkedMultiValueMap<>();
		for (String field : this.exchange.headers(HttpHeaderNames.COOKIE)) {
			for (Cookie cookie : ServerCookieDecoder.LAX.decodeAll(field)) {
				cookies.add(cookie.name(), new HttpCookie(cookie.name(), cookie.value()));
			}
		}
		return cookies;
	}

	@Override
	protected @Nullable SslInfo initSslInfo() {
		return null;
	}

	@Override
	@SuppressWarnings("unchecked")
	public <T> T getNativeRequest() {
		return (T) this.exchange;
	}

}
