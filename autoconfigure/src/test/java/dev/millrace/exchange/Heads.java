package dev.millrace.exchange;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;

import dev.millrace.connection.ConnectionRegistry;
import dev.millrace.connection.KeepAlive;
import dev.millrace.connection.ServerConnection;
import dev.millrace.exchange.forwarded.ForwardedHeaders;
import dev.millrace.exchange.http1.Http1Pipeline;
import dev.millrace.exchange.message.ServerHeaders;
import dev.millrace.exchange.syntax.HttpRules;
import dev.millrace.exchange.syntax.StrictMode;
import dev.millrace.worker.Workers;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpServerCodec;
import reactor.netty.NettyPipeline;

/**
 * An HTTP/1.1 pipeline without a socket: what is sent into it, and what comes out.
 */
final class Heads implements AutoCloseable {

	/** Answers with 200, or with the refusal where the request breaks a rule. */
	static final ExchangeFilter HOT = new ExchangeFilter() {

		@Override
		public Set<Need> needs() {
			return Set.of(Need.HEAD);
		}

		@Override
		public Verdict onRequest(Exchange exchange) {
			PreparedResponse refusal = exchange.violation();
			return (refusal != null) ? refusal : PreparedResponse.empty(200);
		}

	};

	private final HttpRules rules;

	private final EmbeddedChannel channel = new EmbeddedChannel();

	private final List<Object> passed = new ArrayList<>();

	Heads(HttpRules rules, ExchangeFilter... filters) {
		this.rules = rules;
		Workers workers = new Workers();
		workers.register("test", List.of(this.channel.eventLoop()));
		ServerConnection connection = new ConnectionRegistry(workers, KeepAlive.UNLIMITED).open(this.channel);
		HttpServerCodec codec = new HttpServerCodec();
		this.channel.pipeline().addLast(codec);
		this.channel.pipeline().addLast(NettyPipeline.HttpTrafficHandler, new ChannelInboundHandlerAdapter() {
			@Override
			public void channelRead(ChannelHandlerContext ctx, Object msg) {
				Heads.this.passed.add(msg);
			}
		});
		ExchangeSettings settings = new ExchangeSettings(ExchangeRouter.NONE, new FilterChain(List.of(filters)),
				List.of(), ProblemDetails.errorHandler(), rules, ForwardedHeaders.UNTRUSTED, ServerHeaders.NONE,
				ByteLane.NONE);
		new Http1Pipeline(settings, new HttpDecoderConfig(), null).replaceCodec(this.channel.pipeline(), codec,
				connection);
	}

	/** A pipeline that answers everything. */
	static Heads hot(StrictMode mode) {
		return new Heads(new HttpRules(mode, Integer.MAX_VALUE, Long.MAX_VALUE), HOT);
	}

	/** A pipeline that passes everything on. */
	static Heads cold(StrictMode mode) {
		return new Heads(new HttpRules(mode, Integer.MAX_VALUE, Long.MAX_VALUE));
	}

	Heads send(String text) {
		if (!this.channel.isOpen()) {
			return this;
		}
		this.channel.writeInbound(Unpooled.copiedBuffer(text, StandardCharsets.ISO_8859_1));
		return this;
	}

	/** Sends a text in pieces that are cut anywhere. */
	Heads send(String text, Random random) {
		int start = 0;
		while (start < text.length()) {
			int end = Math.min(text.length(), start + 1 + random.nextInt(7));
			send(text.substring(start, end));
			start = end;
		}
		return this;
	}

	/** What was answered so far. */
	String answers() {
		StringBuilder answers = new StringBuilder();
		for (ByteBuf out = this.channel.readOutbound(); out != null; out = this.channel.readOutbound()) {
			answers.append(out.toString(StandardCharsets.ISO_8859_1));
			out.release();
		}
		return answers.toString();
	}

	/** The status of the one answer, 0 when there is none. */
	int status() {
		String answers = answers();
		return answers.isEmpty() ? 0 : Integer.parseInt(answers.substring(9, 12));
	}

	boolean isOpen() {
		return this.channel.isOpen();
	}

	List<Object> passed() {
		return this.passed;
	}

	long observed() {
		return this.rules.observed();
	}

	@Override
	public void close() {
		this.channel.finishAndReleaseAll();
		this.passed.forEach(io.netty.util.ReferenceCountUtil::release);
	}

}
