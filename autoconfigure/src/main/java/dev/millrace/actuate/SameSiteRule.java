package dev.millrace.actuate;

import java.net.URI;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.netty.util.NetUtil;
import org.jspecify.annotations.Nullable;

/**
 * Refuses writes that a page of another site causes. A web page that an operator visits
 * can make the operator's browser send requests to this server. The parts of such a
 * request that a page cannot forge are checked:
 * <ul>
 * <li>The host must be one that DNS of an attacker cannot resolve to this server: the
 * name of the loopback interface, an address, or a name that was configured. Otherwise a
 * page whose own name was rebound to the address of this server would be of the same
 * origin.</li>
 * <li>{@code Sec-Fetch-Site}, which browsers send to trustworthy origins, must say that
 * no other site is involved.</li>
 * <li>Where it is absent, {@code Origin} must be that of the request.</li>
 * </ul>
 * A request with neither field comes from no browser and passes. Sources: Fetch Metadata
 * Request Headers (W3C) section 2.4, RFC 6454 section 7, RFC 6761 section 6.3.
 */
final class SameSiteRule {

	private final Set<String> hosts;

	/**
	 * Creates a rule.
	 * @param hosts names under which this server is reached, beside those of loopback
	 */
	SameSiteRule(Stream<String> hosts) {
		this.hosts = hosts.map((host) -> host.toLowerCase(Locale.ROOT)).collect(Collectors.toUnmodifiableSet());
	}

	/**
	 * Checks a write.
	 * @param host the field {@code Host} as the client or a proxy sent it, {@code null}
	 * if there is not exactly one
	 * @param secFetchSite the field {@code Sec-Fetch-Site}, {@code null} if absent
	 * @param origin the field {@code Origin}, {@code null} if absent
	 * @param request scheme, host and port of the request as its client sees them
	 * @return what refuses it, {@code null} if it may pass
	 */
	@Nullable Refusal check(@Nullable String host, @Nullable String secFetchSite, @Nullable String origin, URI request) {
		if (host == null || !isKnown(name(host))) {
			return Refusal.HOST;
		}
		if (secFetchSite != null) {
			boolean own = secFetchSite.equals("same-origin") || secFetchSite.equals("none");
			return own ? null : Refusal.SITE;
		}
		return (origin == null || isOriginOf(origin, request)) ? null : Refusal.ORIGIN;
	}

	private boolean isKnown(String name) {
		return name.equals("localhost") || name.endsWith(".localhost") || NetUtil.isValidIpV4Address(name)
				|| NetUtil.isValidIpV6Address(name) || this.hosts.contains(name);
	}

	/** Returns the host without port, brackets and the dot at its end. */
	private static String name(String host) {
		String name = host.toLowerCase(Locale.ROOT);
		if (name.startsWith("[")) {
			int end = name.indexOf(']');
			boolean address = end > 0 && (end == name.length() - 1 || name.charAt(end + 1) == ':');
			return address ? name.substring(1, end) : "";
		}
		int colon = name.indexOf(':');
		name = (colon >= 0) ? name.substring(0, colon) : name;
		return name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
	}

	private static boolean isOriginOf(String origin, URI request) {
		try {
			URI from = URI.create(origin);
			return from.getHost() != null && from.getScheme() != null
					&& from.getHost().equalsIgnoreCase(request.getHost())
					&& from.getScheme().equalsIgnoreCase(request.getScheme()) && port(from) == port(request);
		}
		catch (IllegalArgumentException ex) {
			return false;
		}
	}

	private static int port(URI uri) {
		if (uri.getPort() >= 0) {
			return uri.getPort();
		}
		return "https".equalsIgnoreCase(uri.getScheme()) ? 443 : 80;
	}

	/**
	 * What refuses a write.
	 */
	enum Refusal {

		/**
		 * The host is a name that DNS of an attacker may have resolved to this server.
		 */
		HOST(421, "The host must be localhost, an IP address or one of 'millrace.actuator.hosts'."),

		/** The browser says that another site takes part. */
		SITE(403, "'Sec-Fetch-Site' must be 'same-origin' or 'none'."),

		/** The page that sends the request is of another origin. */
		ORIGIN(403, "'Origin' must be scheme, host and port of the request.");

		private final int status;

		private final String rule;

		Refusal(int status, String rule) {
			this.status = status;
			this.rule = rule;
		}

		int status() {
			return this.status;
		}

		String rule() {
			return this.rule;
		}

	}

}
