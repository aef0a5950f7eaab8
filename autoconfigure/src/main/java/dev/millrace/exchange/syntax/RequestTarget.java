package dev.millrace.exchange.syntax;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import org.jspecify.annotations.Nullable;

/**
 * The forms of a request target, RFC 9112 section 3.2.
 */
public final class RequestTarget {

	private RequestTarget() {
	}

	static @Nullable HttpRule check(HttpRequest request) {
		String target = request.uri();
		if (!target.isEmpty() && target.charAt(0) == '/' && !HttpMethod.CONNECT.equals(request.method())) {
			return null;
		}
		if (HttpMethod.CONNECT.equals(request.method())) {
			return isAuthority(target) ? null : HttpRule.TARGET_FORM;
		}
		if (target.equals("*")) {
			return HttpMethod.OPTIONS.equals(request.method()) ? null : HttpRule.TARGET_FORM;
		}
		int authority = authorityStart(target);
		return (authority < 0) ? HttpRule.TARGET_FORM : absoluteForm(request, target, authority);
	}

	/**
	 * Whether a target is one that CONNECT may have: an authority, or the path of an
	 * extended CONNECT (RFC 8441).
	 */
	private static boolean isAuthority(String target) {
		return target.startsWith("/") || (target.indexOf(':') > 0 && !target.endsWith(":") && HostName.isValid(target));
	}

	private static @Nullable HttpRule absoluteForm(HttpRequest request, String target, int authority) {
		String host = target.substring(authority, pathStart(target, authority));
		if (host.isEmpty()) {
			return HttpRule.TARGET_FORM;
		}
		if (!HostName.isValid(host)) {
			return HttpRule.INVALID_HOST;
		}
		// Section 3.2.2: the host in the target is the one that counts.
		request.headers().set(HttpHeaderNames.HOST, HostName.withoutEmptyPort(host));
		return null;
	}

	/**
	 * RFC 9112 section 3.2.1 and RFC 9110 section 4.2.3: an empty path is {@code /}.
	 * WebFlux has no mapping for an empty one.
	 */
	public static String withPath(String target) {
		int authority = (target.isEmpty() || target.charAt(0) == '/') ? -1 : authorityStart(target);
		if (authority < 0) {
			return target;
		}
		int path = pathStart(target, authority);
		return (path < target.length() && target.charAt(path) == '/') ? target
				: target.substring(0, path) + "/" + target.substring(path);
	}

	/** Returns what follows scheme and authority; most targets have neither. */
	static String originForm(String target) {
		if (target.isEmpty() || target.charAt(0) == '/') {
			return target;
		}
		int authority = authorityStart(target);
		if (authority < 0) {
			return target;
		}
		String rest = target.substring(pathStart(target, authority));
		return rest.startsWith("/") ? rest : "/" + rest;
	}

	/** The path as received, not decoded. */
	public static String path(String target) {
		String origin = originForm(target);
		int query = origin.indexOf('?');
		return (query < 0) ? origin : origin.substring(0, query);
	}

	/** The query as received, not decoded. */
	public static @Nullable String query(String target) {
		String origin = originForm(target);
		int query = origin.indexOf('?');
		return (query < 0) ? null : origin.substring(query + 1);
	}

	private static int authorityStart(String target) {
		if (target.regionMatches(true, 0, "http://", 0, 7)) {
			return 7;
		}
		return target.regionMatches(true, 0, "https://", 0, 8) ? 8 : -1;
	}

	private static int pathStart(String target, int authority) {
		for (int i = authority; i < target.length(); i++) {
			char c = target.charAt(i);
			if (c == '/' || c == '?' || c == '#') {
				return i;
			}
		}
		return target.length();
	}

	static boolean hasOnlyUriCharacters(String target) {
		for (int i = 0; i < target.length(); i++) {
			if (target.charAt(i) <= ' ' || target.charAt(i) >= 0x7F) {
				return false;
			}
		}
		return true;
	}

}
