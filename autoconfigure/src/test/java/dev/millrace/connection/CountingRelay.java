package dev.millrace.connection;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Stands between clients and a server and counts what passes.
 */
final class CountingRelay implements AutoCloseable {

	private final ServerSocket listener;

	private final ExecutorService threads = Executors.newCachedThreadPool();

	private final AtomicLong toServer = new AtomicLong();

	private final AtomicLong toClient = new AtomicLong();

	CountingRelay(int serverPort) throws IOException {
		this.listener = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
		this.threads.execute(() -> accept(serverPort));
	}

	private void accept(int serverPort) {
		try {
			while (true) {
				Socket client = this.listener.accept();
				Socket server = new Socket("127.0.0.1", serverPort);
				this.threads.execute(() -> copy(client, server, this.toServer));
				this.threads.execute(() -> copy(server, client, this.toClient));
			}
		}
		catch (IOException ex) {
			// The relay was closed.
		}
	}

	/** Reads on when the receiver has gone: what is counted is what the sender sent. */
	private static void copy(Socket from, Socket to, AtomicLong count) {
		byte[] buffer = new byte[8192];
		boolean open = true;
		try {
			for (int length = from.getInputStream().read(buffer); length >= 0; length = from.getInputStream()
				.read(buffer)) {
				count.addAndGet(length);
				open = open && write(to, buffer, length);
			}
			to.shutdownOutput();
		}
		catch (IOException ex) {
			// Both have gone.
		}
	}

	private static boolean write(Socket to, byte[] bytes, int length) {
		try {
			to.getOutputStream().write(bytes, 0, length);
			return true;
		}
		catch (IOException ex) {
			return false;
		}
	}

	int port() {
		return this.listener.getLocalPort();
	}

	long toServer() {
		return this.toServer.get();
	}

	long toClient() {
		return this.toClient.get();
	}

	@Override
	public void close() throws IOException {
		this.listener.close();
		this.threads.shutdownNow();
	}

}
