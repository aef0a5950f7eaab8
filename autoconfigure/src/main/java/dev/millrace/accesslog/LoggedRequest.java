package dev.millrace.accesslog;

import java.net.SocketAddress;

import dev.millrace.connection.ServerConnection;
import dev.millrace.exchange.ByteLaneView;
import dev.millrace.exchange.Exchange;
import dev.millrace.exchange.Outcome;
import io.netty.handler.codec.http.HttpMethod;
import org.jspecify.annotations.Nullable;

/**
 * A request that is written: the end of an exchange, or an answer that was given without
 * one.
 */
interface LoggedRequest {

	ServerConnection connection();

	SocketAddress client();

	HttpMethod method();

	String path();

	@Nullable String query();

	String protocol();

	@Nullable String header(CharSequence name);

	@Nullable String route();

	int status();

	long bytesOut();

	long startNanos();

	Outcome outcome();

	/** The end of an exchange. */
	record Ended(Exchange exchange, Outcome outcome) implements LoggedRequest {

		@Override
		public ServerConnection connection() {
			return this.exchange.connection();
		}

		@Override
		public SocketAddress client() {
			return this.exchange.clientAddress();
		}

		@Override
		public HttpMethod method() {
			return this.exchange.method();
		}

		@Override
		public String path() {
			return this.exchange.path();
		}

		@Override
		public @Nullable String query() {
			return this.exchange.query();
		}

		@Override
		public String protocol() {
			return this.exchange.protocol();
		}

		@Override
		public @Nullable String header(CharSequence name) {
			return this.exchange.header(name);
		}

		@Override
		public @Nullable String route() {
			return this.exchange.route();
		}

		@Override
		public int status() {
			return this.exchange.status();
		}

		@Override
		public long bytesOut() {
			return this.exchange.bytesOut();
		}

		@Override
		public long startNanos() {
			return this.exchange.startNanos();
		}

	}

	/** An answer that was given without an exchange. */
	record Plain(ByteLaneView answer) implements LoggedRequest {

		@Override
		public ServerConnection connection() {
			return this.answer.connection();
		}

		@Override
		public SocketAddress client() {
			return connection().remoteAddress();
		}

		@Override
		public HttpMethod method() {
			return this.answer.method();
		}

		@Override
		public String path() {
			return this.answer.path();
		}

		@Override
		public @Nullable String query() {
			return this.answer.query();
		}

		@Override
		public String protocol() {
			return "HTTP/1.1";
		}

		@Override
		public @Nullable String header(CharSequence name) {
			return this.answer.header(name);
		}

		@Override
		public @Nullable String route() {
			return this.answer.route();
		}

		@Override
		public int status() {
			return this.answer.status();
		}

		@Override
		public long bytesOut() {
			return this.answer.bytesOut();
		}

		@Override
		public long startNanos() {
			return this.answer.startNanos();
		}

		@Override
		public Outcome outcome() {
			return Outcome.ANSWERED;
		}

	}

}
