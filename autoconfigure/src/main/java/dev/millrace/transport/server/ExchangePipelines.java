package dev.millrace.transport.server;

import dev.millrace.exchange.ForeignHandlers;
import dev.millrace.exchange.Http1Pipeline;
import dev.millrace.exchange.Http2Pipeline;

/**
 * What puts handlers of exchanges into the pipelines of a server, for each protocol.
 *
 * @param http1 those of HTTP/1.1
 * @param http2 those of HTTP/2
 * @param foreign the handlers of others that requests of this server pass
 */
record ExchangePipelines(Http1Pipeline http1, Http2Pipeline http2, ForeignHandlers foreign) {
}
