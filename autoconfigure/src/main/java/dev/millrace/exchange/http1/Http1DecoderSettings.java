package dev.millrace.exchange.http1;

import java.time.Duration;

import dev.millrace.exchange.syntax.HttpRules;
import io.netty.handler.codec.http.HttpDecoderConfig;
import org.jspecify.annotations.Nullable;

/**
 * How HTTP/1.1 is decoded.
 *
 * @param config limits and strictness of Netty's parser
 * @param rules what is refused beyond that
 * @param idleTimeout idle timeout that Reactor Netty was told, if any
 * @param plain reads plain requests, {@code null} to leave all to the parser
 */
record Http1DecoderSettings(HttpDecoderConfig config, HttpRules rules, @Nullable Duration idleTimeout,
		@Nullable ByteLaneReader plain) {
}
