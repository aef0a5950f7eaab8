package dev.millrace.loadtests.peers.reactor;

import java.nio.charset.StandardCharsets;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelOption;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;
import reactor.netty.resources.LoopResources;

/**
 * Bare Reactor Netty with one route and as many workers as processors.
 */
public final class ReactorNettyPeer {

	private static final int BACKLOG = 4096;

	private static final ByteBuf HELLO = Unpooled
		.unreleasableBuffer(Unpooled.copiedBuffer("Hello, World!", StandardCharsets.US_ASCII));

	private ReactorNettyPeer() {
	}

	/**
	 * Starts the server.
	 * @param args not used
	 */
	public static void main(String[] args) {
		int workers = Runtime.getRuntime().availableProcessors();
		DisposableServer server = HttpServer.create()
			.host("127.0.0.1")
			.port(0)
			.runOn(LoopResources.create("peer", 1, workers, true), true)
			.option(ChannelOption.SO_BACKLOG, BACKLOG)
			.route((routes) -> routes.get("/plaintext",
					(request, response) -> response.header(HttpHeaderNames.CONTENT_TYPE, HttpHeaderValues.TEXT_PLAIN)
						.header(HttpHeaderNames.CONTENT_LENGTH, "13")
						.sendObject(Mono.just(HELLO.duplicate()))))
			.bindNow();
		System.out.println("Reactor Netty started on port " + server.port());
		server.onDispose().block();
	}

}
