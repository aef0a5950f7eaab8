package dev.millrace.loadtests.sut;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.millrace.loadtests.process.JavaCommand;

/**
 * A server for tests that answers 503 to the first requests and 200 to all later ones.
 */
final class TinyServer {

	private TinyServer() {
	}

	static JavaCommand command(int refusals) {
		return JavaCommand.mainClass(System.getProperty("java.class.path"), TinyServer.class.getName())
			.withArguments(List.of(Integer.toString(refusals)));
	}

	public static void main(String[] args) throws IOException {
		AtomicInteger refusals = new AtomicInteger(Integer.parseInt(args[0]));
		HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		server.createContext("/", (exchange) -> answer(exchange, (refusals.getAndDecrement() > 0) ? 503 : 200));
		server.start();
		System.out.println("Started with " + String.join(" ", args));
		System.out.println("Tiny started on port " + server.getAddress().getPort() + " (http)");
	}

	private static void answer(HttpExchange exchange, int status) throws IOException {
		exchange.sendResponseHeaders(status, -1);
		exchange.close();
	}

}
