package dev.millrace.transport.server;

import org.jspecify.annotations.Nullable;
import reactor.netty.http.Http2SettingsSpec;
import reactor.netty.http.server.HttpServer;

/**
 * The limit of HTTP/2 heads, in bytes as RFC 9113 section 6.5.2 counts them. A head up to
 * twice the limit ends its stream with 431, a larger one ends the connection: the codec
 * would have to keep and decode all of it, because otherwise its HPACK table differs from
 * that of the client and no later head can be read.
 *
 * <p>
 * Netty answers 431 if the decoded head exceeds the limit, and ends the connection if the
 * encoded head is a quarter larger than the limit; heads that do not compress reach that
 * soon. Netty has no setting for the second limit, so the first one is raised to eight
 * fifths, of which five quarters are twice the limit, and the limit itself is held where
 * a stream begins. The client is told the raised value: RFC 9113 section 10.5.1 leaves a
 * server free to accept less than it advertises.
 *
 * @param bytes the limit
 */
record Http2HeadLimit(long bytes) {

	/** Netty's default. */
	private static final long DEFAULT = 8192;

	/** A setting is an unsigned number of 32 bits. */
	private static final long LARGEST = 0xFFFF_FFFFL;

	static Http2HeadLimit of(HttpServer server) {
		Http2SettingsSpec settings = server.configuration().http2SettingsSpec();
		@Nullable Long bytes = (settings != null) ? settings.maxHeaderListSize() : null;
		return new Http2HeadLimit((bytes != null) ? bytes : DEFAULT);
	}

	/** Raises the limit of the codec. */
	HttpServer raise(HttpServer server) {
		return SpecMerge.merge(server, server.http2Settings((settings) -> settings.maxHeaderListSize(raised())));
	}

	private long raised() {
		return Math.min(LARGEST, this.bytes + (this.bytes * 3 + 4) / 5);
	}

}
