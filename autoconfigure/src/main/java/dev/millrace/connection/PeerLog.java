package dev.millrace.connection;

import java.io.IOException;
import java.net.SocketAddress;
import java.util.EnumMap;
import java.util.Map;

import dev.millrace.worker.LogLimit;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.EncoderException;
import io.netty.handler.codec.PrematureChannelClosureException;
import io.netty.handler.codec.http2.Http2Exception;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Logs faults of peers: at most one line a second for each kind in the whole JVM, however
 * many peers there are, and without a stack trace. The logger is {@code millrace.peers};
 * at the level {@code TRACE} it logs every fault with its stack trace. Errors of the
 * application do not belong here.
 */
public final class PeerLog {

	private static final Logger logger = LoggerFactory.getLogger("millrace.peers");

	private static final int LONGEST_REASON = 200;

	private static final Map<PeerFault, LogLimit> LIMITS = new EnumMap<>(PeerFault.class);

	static {
		for (PeerFault fault : PeerFault.values()) {
			LIMITS.put(fault, new LogLimit());
		}
	}

	private PeerLog() {
	}

	/**
	 * Whether an error that arrives in a pipeline can only have come from the peer or the
	 * network. Errors of the application's own code never can.
	 * @param cause the error
	 * @return {@code true} for broken connections, for TLS, and for HTTP/2 and frames
	 * that could not be decoded
	 */
	public static boolean isPeers(Throwable cause) {
		if (cause instanceof DecoderException || cause instanceof EncoderException) {
			// A DecoderException also wraps exceptions of our own code that a decoder has
			// called.
			return cause.getCause() == null || isPeers(cause.getCause());
		}
		return cause instanceof IOException || cause instanceof Http2Exception
				|| cause instanceof PrematureChannelClosureException;
	}

	/**
	 * Says what a peer did.
	 * @param fault what it was
	 * @param peer address of the peer, if it has one
	 * @param cause the error that showed it
	 */
	public static void log(PeerFault fault, @Nullable SocketAddress peer, Throwable cause) {
		if (logger.isTraceEnabled()) {
			logger.trace("{} {}, by {}", fault.subject(), fault.predicate(), peer, cause);
			return;
		}
		Level level = fault.isRoutine() ? Level.DEBUG : Level.INFO;
		if (!logger.isEnabledForLevel(level)) {
			return;
		}
		LogLimit limit = LIMITS.get(fault);
		long times = (limit != null) ? limit.count() : 0;
		if (times > 0) {
			logger.atLevel(level)
				.log("{} {} {} time(s), last by {}: {}", fault.subject(), fault.predicate(), times, peer,
						reason(cause));
		}
	}

	/**
	 * The message of a fault, without control characters: it may quote bytes that the
	 * peer sent.
	 */
	private static String reason(Throwable cause) {
		Throwable known = (cause.getCause() != null && cause instanceof DecoderException) ? cause.getCause() : cause;
		String message = known.getMessage();
		if (message == null) {
			return known.getClass().getSimpleName();
		}
		StringBuilder text = new StringBuilder();
		for (int i = 0; i < Math.min(message.length(), LONGEST_REASON); i++) {
			char c = message.charAt(i);
			text.append((c < ' ' || c >= 0x7F) ? '?' : c);
		}
		return text.toString();
	}

}
