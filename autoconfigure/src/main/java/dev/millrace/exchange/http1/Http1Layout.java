package dev.millrace.exchange.http1;

import dev.millrace.connection.ServerConnection;
import dev.millrace.connection.direct.DirectWire;
import dev.millrace.exchange.ExchangeHandler;
import dev.millrace.exchange.foreign.ForeignHandlers;
import dev.millrace.exchange.foreign.HandlerLayout;
import dev.millrace.exchange.foreign.HandlerScan;
import io.netty.channel.ChannelPipeline;
import org.jspecify.annotations.Nullable;

/**
 * Which handlers stand among Millrace's in the pipeline of an HTTP/1.1 connection, and
 * what follows for hot routes: a handler that is passed by would see half of a
 * conversation, or nothing of it.
 *
 * <p>
 * The pipeline is looked at when the first request of a connection begins, and before the
 * first hot answer after each request that WebFlux was given, for it is there that an
 * application adds handlers. So a connection whose requests are all hot, or all
 * WebFlux's, pays for one look. A handler that another thread adds between two hot
 * requests is noticed after the next WebFlux request. Confined to the event loop.
 */
final class Http1Layout implements HandlerLayout {

	private final ChannelPipeline pipeline;

	private final ForeignHandlers found;

	private final @Nullable DirectWire wire;

	private boolean looked;

	private boolean stale = true;

	private HandlerScan scan = HandlerScan.NOTHING;

	Http1Layout(ServerConnection connection, ForeignHandlers found, @Nullable DirectWire wire) {
		this.pipeline = connection.channel().pipeline();
		this.found = found;
		this.wire = wire;
	}

	/** An exchange has ended: WebFlux may have added handlers in it. */
	void exchangeEnded(boolean passed) {
		this.stale |= passed;
	}

	/** Whether a handler was found that sees HTTP objects, when it was looked last. */
	boolean codecWasSeen() {
		return this.scan.codec();
	}

	@Override
	public boolean allowsBytes() {
		refresh();
		return !this.scan.codec();
	}

	@Override
	public boolean allowsAnswers() {
		refresh();
		return !this.scan.application();
	}

	/**
	 * Whether all requests are left to the parser. Looks at the pipeline once only: when
	 * the first request of a connection begins, all that prepares it has been done.
	 */
	boolean closesByteLane() {
		if (!this.looked) {
			refresh();
		}
		return this.scan.codec() || this.scan.application();
	}

	@Override
	public boolean wantsEnds() {
		return this.scan.application();
	}

	private void refresh() {
		if (this.stale) {
			this.stale = false;
			this.looked = true;
			this.scan = HandlerScan.of(this.pipeline, Http1ResponseEncoder.NAME, ExchangeHandler.NAME, this.found);
			if (this.wire != null) {
				this.wire.lookAgain();
			}
		}
	}

}
