package dev.millrace.transport.server;

import dev.millrace.exchange.foreign.ForeignHandlers;
import dev.millrace.exchange.http1.Http1Pipeline;
import dev.millrace.exchange.http2.Http2Pipeline;

/**
 * What puts handlers of exchanges into the pipelines of a server, for each protocol.
 *
 * @param http1 those of HTTP/1.1
 * @param http2 those of HTTP/2
 * @param foreign the handlers of others that requests of this server pass
 */
record ExchangePipelines(Http1Pipeline http1, Http2Pipeline http2, ForeignHandlers foreign) {
}
