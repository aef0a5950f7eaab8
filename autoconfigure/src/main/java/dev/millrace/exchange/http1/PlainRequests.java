package dev.millrace.exchange.http1;

import java.util.ArrayList;
import java.util.List;

import dev.millrace.exchange.ByteLane;
import dev.millrace.exchange.ExchangeListener;
import dev.millrace.exchange.PlainListener;
import dev.millrace.exchange.syntax.HttpRules;
import dev.millrace.exchange.syntax.PlainHead;
import dev.millrace.exchange.syntax.PlainRequest;
import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpHeadersFactory;
import io.netty.util.concurrent.FastThreadLocal;
import org.jspecify.annotations.Nullable;

/**
 * Answers requests with {@linkplain PlainHead plain heads} at message boundaries, before
 * Netty's parser looks at them. Shared by all connections of a server.
 */
final class PlainRequests {

	private final ByteLane lane;

	private final HttpHeadersFactory headers;

	private final FastThreadLocal<PlainBatch> batches;

	PlainRequests(ByteLane lane, HttpDecoderConfig config, HttpRules rules, List<ExchangeListener> listeners) {
		this.lane = lane;
		this.headers = config.getHeadersFactory();
		List<PlainListener> plain = new ArrayList<>();
		for (ExchangeListener listener : listeners) {
			if (listener instanceof PlainListener plainListener) {
				plain.add(plainListener);
			}
		}
		this.batches = new FastThreadLocal<>() {
			@Override
			protected PlainBatch initialValue() {
				return new PlainBatch(lane, new PlainHead(config.getMaxInitialLineLength(), config.getMaxHeaderSize(),
						rules.maxHeaderCount(), lane.watched()), plain.toArray(PlainListener[]::new));
			}
		};
	}

	/**
	 * Answers as many requests at the front as it can, and takes note of each with the
	 * decoder.
	 * @param in what was received, read up to the first request that was not answered
	 * @param target the connection
	 * @return a request that was read and is to be answered by an exchange, or
	 * {@code null}
	 */
	@Nullable PlainRequest read(ByteBuf in, ByteLaneConnection target) {
		byte first = in.getByte(in.readerIndex());
		if ((first != 'G' && first != 'H') || !this.lane.active()) {
			return null;
		}
		return this.batches.get().read(in, target, this.headers);
	}

}
