package dev.millrace.transport.server;

import java.nio.charset.StandardCharsets;
import java.util.List;

import dev.millrace.connection.Closer;
import dev.millrace.connection.MillracePipeline;
import dev.millrace.connection.Protocol;
import dev.millrace.connection.ServerConnection;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpServerUpgradeHandler;
import io.netty.handler.codec.http2.Http2CodecUtil;
import org.jspecify.annotations.Nullable;
import reactor.netty.NettyPipeline;

/**
 * On a cleartext listener with HTTP/2 the first request settles the connection: this
 * handler looks at its bytes before Netty does. A connection preface or a valid
 * {@code Upgrade: h2c} is left to Netty; anything else is HTTP/1.1 for good, and Netty's
 * upgrade handlers leave the pipeline. An upgrade asked for later is ignored, as RFC 9110
 * section 7.8 allows.
 */
final class CleartextSettlement extends ByteToMessageDecoder {

	static final String NAME = MillracePipeline.SETTLEMENT;

	private static final ByteBuf PREFACE = Unpooled.unreleasableBuffer(Http2CodecUtil.connectionPrefaceBuf());

	private static final int LIMIT = 64 * 1024;

	private final ExchangePipelines exchanges;

	private final ServerConnection connection;

	private final PipelineInstaller installer;

	private final boolean upgradeBodies;

	private boolean begun;

	private int searched;

	CleartextSettlement(ExchangePipelines exchanges, ServerConnection connection, PipelineInstaller installer,
			boolean upgradeBodies) {
		this.exchanges = exchanges;
		this.connection = connection;
		this.installer = installer;
		this.upgradeBodies = upgradeBodies;
	}

	@Override
	protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) {
		int length = Math.min(in.readableBytes(), PREFACE.readableBytes());
		if (ByteBufUtil.equals(PREFACE, PREFACE.readerIndex(), in, in.readerIndex(), length)) {
			if (length == PREFACE.readableBytes()) {
				this.exchanges.http2()
					.settleFrames(ctx.pipeline(), NettyPipeline.H2CUpgradeHandler, this.connection,
							this.connection.secure() ? Protocol.H2 : Protocol.H2C);
				ctx.pipeline().remove(this);
			}
			return;
		}
		if (!this.begun) {
			this.begun = true;
			this.connection.protocolSettled(Protocol.HTTP_1, new UnsettledCloser(ctx));
			this.connection.requestStarted();
		}
		int headLength = headLength(in);
		if (headLength < 0 && in.readableBytes() < LIMIT) {
			return;
		}
		if (headLength > 0 && asksForHttp2(in, headLength)) {
			ctx.pipeline().addBefore(NettyPipeline.HttpTrafficHandler, UpgradeGuard.NAME, new UpgradeGuard());
		}
		else {
			settle(ctx.pipeline());
		}
		ctx.pipeline().remove(this);
	}

	private @Nullable Closer settle(ChannelPipeline pipeline) {
		HttpServerCodec codec = pipeline.get(HttpServerCodec.class);
		HttpServerUpgradeHandler upgrade = pipeline.get(HttpServerUpgradeHandler.class);
		if (codec == null || upgrade == null || pipeline.get(NettyPipeline.HttpTrafficHandler) == null) {
			this.installer.unknown(pipeline);
			return null;
		}
		if (pipeline.get(NettyPipeline.H2CUpgradeHandler) != null) {
			pipeline.remove(NettyPipeline.H2CUpgradeHandler);
		}
		pipeline.remove(upgrade);
		Closer closer = this.exchanges.http1().replaceCodec(pipeline, codec, this.connection);
		this.installer.installed();
		return closer;
	}

	private int headLength(ByteBuf in) {
		int start = in.readerIndex();
		for (int i = start + this.searched; i < in.writerIndex(); i++) {
			if (in.getByte(i) == '\n' && (follows(in, i, '\n') || (follows(in, i, '\r') && follows(in, i + 1, '\n')))) {
				return i + 1 - start;
			}
		}
		this.searched = Math.max(0, in.readableBytes() - 3);
		return -1;
	}

	private static boolean follows(ByteBuf in, int index, char expected) {
		return index + 1 < in.writerIndex() && in.getByte(index + 1) == expected;
	}

	private boolean asksForHttp2(ByteBuf in, int headLength) {
		UpgradeRequest request = new UpgradeRequest(
				in.toString(in.readerIndex(), headLength, StandardCharsets.ISO_8859_1));
		return request.asksForHttp2() && (this.upgradeBodies || !request.hasBody());
	}

	/** Closes a connection whose first request is incomplete. */
	private final class UnsettledCloser implements Closer {

		private final ChannelHandlerContext context;

		UnsettledCloser(ChannelHandlerContext context) {
			this.context = context;
		}

		@Override
		public void closeGracefully() {
			this.context.channel().close();
		}

		@Override
		public void requestTimedOut() {
			Closer settled = settle(this.context.pipeline());
			if (settled == null) {
				closeGracefully();
				return;
			}
			settled.requestTimedOut();
			if (!this.context.isRemoved()) {
				this.context.pipeline().remove(CleartextSettlement.this);
			}
		}

	}

}
