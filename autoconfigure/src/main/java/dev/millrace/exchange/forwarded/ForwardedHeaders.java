package dev.millrace.exchange.forwarded;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

import dev.millrace.connection.proxy.TrustedProxies;
import dev.millrace.exchange.Exchange;
import dev.millrace.exchange.ProxyHeaders;
import dev.millrace.exchange.Slot;
import dev.millrace.exchange.syntax.ProxyFields;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.util.AsciiString;
import org.jspecify.annotations.Nullable;

/**
 * Lets only trusted proxies name the client. From any other peer {@code Forwarded},
 * {@code X-Forwarded-*} and {@code X-Real-IP} are removed before anything reads them.
 * Where they are believed, elements that no trusted proxy has written are cut off:
 * Reactor Netty and Spring take the first element, and find the client there, as the
 * proxy has written it.
 */
public final class ForwardedHeaders implements ProxyHeaders {

	/** Trusts no peer. */
	public static final ForwardedHeaders UNTRUSTED = new ForwardedHeaders(new TrustedProxies(List.of()),
			ForwardedHeader.AUTO, ForwardedReader.NONE);

	private static final Slot<String> SCHEME = new Slot<>();

	private static final AsciiString ADDRESSES = AsciiString.cached("x-forwarded-for");

	private static final AsciiString PROTO = AsciiString.cached("x-forwarded-proto");

	/** Headers that have a value for each proxy. */
	private static final List<AsciiString> LISTS = List.of(PROTO, AsciiString.cached("x-forwarded-host"),
			AsciiString.cached("x-forwarded-port"));

	private final TrustedProxies proxies;

	private final ForwardedHeader header;

	private final ForwardedReader reader;

	/**
	 * Creates the rules.
	 * @param proxies the proxies that are trusted
	 * @param header the headers that these proxies write
	 * @param reader the part of the server that reads the headers behind the pipeline
	 */
	public ForwardedHeaders(TrustedProxies proxies, ForwardedHeader header, ForwardedReader reader) {
		this.proxies = proxies;
		this.header = header;
		this.reader = reader;
	}

	/**
	 * Tells the scheme that a trusted proxy says the client used.
	 * @param exchange the exchange
	 * @return {@code http}, {@code https}, or {@code null} if none is told or believed
	 */
	public static @Nullable String scheme(Exchange exchange) {
		return exchange.get(SCHEME);
	}

	@Override
	public boolean believed() {
		return this.reader != ForwardedReader.NONE;
	}

	@Override
	public boolean settle(Exchange exchange, HttpHeaders headers) {
		if (!this.proxies.trusts(exchange.connection().remoteAddress())) {
			remove(headers, true);
		}
		else if (this.reader != ForwardedReader.NONE) {
			believe(exchange, headers);
		}
		else {
			return false;
		}
		return true;
	}

	/** Removes {@code X-Forwarded-*} and, where all is to go, the other two. */
	private static void remove(HttpHeaders headers, boolean all) {
		List<CharSequence> names = new ArrayList<>();
		Iterator<Map.Entry<CharSequence, CharSequence>> fields = headers.iteratorCharSequence();
		while (fields.hasNext()) {
			CharSequence name = fields.next().getKey();
			if (ProxyFields.include(name) && (all || name.length() > ProxyFields.REAL_IP.length())) {
				names.add(name);
			}
		}
		names.forEach(headers::remove);
	}

	private void believe(Exchange exchange, HttpHeaders headers) {
		boolean elements = (this.header == ForwardedHeader.AUTO)
				? !headers.contains(ADDRESSES) && headers.contains(ProxyFields.FORWARDED)
				: this.header == ForwardedHeader.FORWARDED;
		ForwardedChain chain;
		if (elements) {
			remove(headers, false);
			chain = ForwardedChain.ofElements(headers.getAll(ProxyFields.FORWARDED), this.proxies);
			replace(headers, ProxyFields.FORWARDED, chain.toElements());
			tell(exchange, chain.client(), chain.scheme());
		}
		else {
			headers.remove(ProxyFields.FORWARDED);
			chain = ForwardedChain.ofAddresses(headers.getAll(ADDRESSES), this.proxies);
			replace(headers, ADDRESSES, chain.toAddresses(this.reader != ForwardedReader.SPRING));
			for (AsciiString name : LISTS) {
				replace(headers, name, ForwardedChain.last(headers.getAll(name), Math.max(1, chain.elements().size())));
			}
			tell(exchange, chain.client(), firstOf(headers.get(PROTO)));
		}
	}

	private static void replace(HttpHeaders headers, AsciiString name, List<String> values) {
		if (values.isEmpty()) {
			headers.remove(name);
		}
		else {
			headers.set(name, String.join(", ", values));
		}
	}

	private static @Nullable String firstOf(@Nullable String list) {
		if (list == null) {
			return null;
		}
		int comma = list.indexOf(',');
		return (comma < 0) ? list : list.substring(0, comma);
	}

	private static void tell(Exchange exchange, @Nullable InetSocketAddress client, @Nullable String scheme) {
		// A proxy that forwards a WebSocket may name its scheme, wss or ws.
		if ("https".equalsIgnoreCase(scheme) || "wss".equalsIgnoreCase(scheme)) {
			exchange.set(SCHEME, "https");
		}
		else if ("http".equalsIgnoreCase(scheme) || "ws".equalsIgnoreCase(scheme)) {
			exchange.set(SCHEME, "http");
		}
		if (client != null) {
			exchange.clientAddress(client);
			exchange.connection().clientAddress(client);
		}
	}

}
