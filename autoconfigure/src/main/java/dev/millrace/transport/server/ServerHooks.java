package dev.millrace.transport.server;

import java.util.function.UnaryOperator;

import dev.millrace.transport.drain.ChannelGroupDrain;
import dev.millrace.transport.drain.GracefulDrain;
import reactor.netty.http.server.HttpServer;

/**
 * What other parts of Millrace add to the server.
 *
 * @param pipeline applied to the finished server, after the user's customizers
 * @param listeners shown each listener before it accepts
 * @param drain ends the work of the server
 */
public record ServerHooks(UnaryOperator<HttpServer> pipeline, ListenerInitializer listeners, GracefulDrain drain) {

	/**
	 * Returns hooks that leave the server as Reactor Netty makes it.
	 * @return new hooks
	 */
	public static ServerHooks none() {
		return new ServerHooks(UnaryOperator.identity(), (listener, tls) -> {
		}, new ChannelGroupDrain());
	}

}
