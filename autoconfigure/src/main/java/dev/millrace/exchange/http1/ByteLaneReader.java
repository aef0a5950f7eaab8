package dev.millrace.exchange.http1;

import java.util.ArrayList;
import java.util.List;

import dev.millrace.exchange.ByteLane;
import dev.millrace.exchange.ByteLaneListener;
import dev.millrace.exchange.ExchangeListener;
import dev.millrace.exchange.syntax.ByteLaneHead;
import dev.millrace.exchange.syntax.ByteLaneRequest;
import dev.millrace.exchange.syntax.HttpRules;
import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpHeadersFactory;
import io.netty.util.concurrent.FastThreadLocal;
import org.jspecify.annotations.Nullable;

/**
 * Answers requests with {@linkplain ByteLaneHead plain heads} at message boundaries,
 * before Netty's parser looks at them. Shared by all connections of a server.
 */
final class ByteLaneReader {

	private final ByteLane lane;

	private final HttpHeadersFactory headers;

	private final FastThreadLocal<ByteLaneBatch> batches;

	ByteLaneReader(ByteLane lane, HttpDecoderConfig config, HttpRules rules, List<ExchangeListener> listeners) {
		this.lane = lane;
		this.headers = config.getHeadersFactory();
		List<ByteLaneListener> plain = new ArrayList<>();
		for (ExchangeListener listener : listeners) {
			if (listener instanceof ByteLaneListener plainListener) {
				plain.add(plainListener);
			}
		}
		this.batches = new FastThreadLocal<>() {
			@Override
			protected ByteLaneBatch initialValue() {
				return new ByteLaneBatch(lane, new ByteLaneHead(config.getMaxInitialLineLength(),
						config.getMaxHeaderSize(), rules.maxHeaderCount(), lane.watched()),
						plain.toArray(ByteLaneListener[]::new));
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
	@Nullable ByteLaneRequest read(ByteBuf in, ByteLaneConnection target) {
		byte first = in.getByte(in.readerIndex());
		if ((first != 'G' && first != 'H') || !this.lane.active()) {
			return null;
		}
		return this.batches.get().read(in, target, this.headers);
	}

}
