package dev.millrace.exchange;

import io.netty.handler.codec.http.HttpDecoderConfig;

/**
 * How HTTP/1.1 is decoded.
 *
 * @param config limits and strictness of Netty's parser
 * @param rules what is checked of the bytes before
 */
record DecoderSettings(HttpDecoderConfig config, LineRules rules) {
}
