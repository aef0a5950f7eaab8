package dev.millrace.exchange.syntax;

import java.util.List;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import org.jspecify.annotations.Nullable;

/**
 * Finds the rule that a complete head breaks.
 */
public final class HeadRules {

	private HeadRules() {
	}

	/** Checks an HTTP/1.x head. */
	public static @Nullable HttpRule check(HttpRequest request, RequestScan scan) {
		HttpRule broken = framing(request, scan);
		if (broken != null) {
			return broken;
		}
		if (scan.broken() != null) {
			return scan.broken();
		}
		broken = RequestTarget.check(request);
		if (broken != null) {
			return broken;
		}
		String host = scan.hasHost() ? request.headers().get(HttpHeaderNames.HOST) : null;
		if (host == null) {
			return request.protocolVersion().equals(HttpVersion.HTTP_1_0) ? null : HttpRule.MISSING_HOST;
		}
		return checkHost(request.headers(), host);
	}

	private static @Nullable HttpRule checkHost(HttpHeaders headers, String host) {
		if (!HostName.isValid(host)) {
			return HttpRule.INVALID_HOST;
		}
		String used = HostName.withoutEmptyPort(host);
		if (used.length() < host.length()) {
			headers.set(HttpHeaderNames.HOST, used);
		}
		return null;
	}

	private static @Nullable HttpRule framing(HttpRequest request, RequestScan scan) {
		if (scan.folded(request)) {
			return HttpRule.FOLDED_FIELD;
		}
		if (scan.hasDraftKeys()) {
			return HttpRule.DRAFT_WEBSOCKET;
		}
		if (scan.hasTransferEncoding()) {
			return coded(request, scan);
		}
		return (scan.hasContentLength() && !isLength(request.headers().get(HttpHeaderNames.CONTENT_LENGTH)))
				? HttpRule.CONTENT_LENGTH : null;
	}

	private static @Nullable HttpRule coded(HttpRequest request, RequestScan scan) {
		if (scan.hasContentLength()) {
			return HttpRule.LENGTH_AND_CODING;
		}
		return request.protocolVersion().equals(HttpVersion.HTTP_1_0) ? HttpRule.CODING_IN_HTTP10
				: TransferCodings.check(request.headers().getAll(HttpHeaderNames.TRANSFER_ENCODING));
	}

	private static boolean isLength(@Nullable String value) {
		if (value == null || value.isEmpty()) {
			return false;
		}
		for (int i = 0; i < value.length(); i++) {
			if (value.charAt(i) < '0' || value.charAt(i) > '9') {
				return false;
			}
		}
		return true;
	}

	/** Checks the head of a stream: its framing is that of HTTP/2 or HTTP/3. */
	public static @Nullable HttpRule checkStream(HttpRequest request) {
		HttpHeaders headers = request.headers();
		List<String> hosts = headers.getAll(HttpHeaderNames.HOST);
		if (hosts.size() > 1) {
			for (int i = 1; i < hosts.size(); i++) {
				if (!hosts.get(i).equalsIgnoreCase(hosts.get(0))) {
					return HttpRule.HOST_AND_AUTHORITY;
				}
			}
			headers.set(HttpHeaderNames.HOST, hosts.get(0));
		}
		HttpRule broken = hosts.isEmpty() ? null : checkHost(headers, hosts.get(0));
		if (broken != null) {
			return broken;
		}
		return RequestTarget.hasOnlyUriCharacters(request.uri()) ? RequestTarget.check(request)
				: HttpRule.TARGET_CHARACTERS;
	}

}
