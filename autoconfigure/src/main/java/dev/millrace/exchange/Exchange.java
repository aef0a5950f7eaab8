package dev.millrace.exchange;

import java.net.SocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import dev.millrace.connection.ExchangeClocks;
import dev.millrace.connection.ServerConnection;
import dev.millrace.worker.Activity;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import org.jspecify.annotations.Nullable;

/**
 * One request and its response, from the head of the request to the end of both. Confined
 * to the event loop of its connection. Filters read the request here, never from Netty's
 * objects, so that every lane can answer them.
 */
public final class Exchange implements Activity {

	final ExchangeHandler handler;

	private final ServerConnection connection;

	private final HttpRequest request;

	private final long startNanos;

	private @Nullable Object @Nullable [] slots;

	private @Nullable SocketAddress clientAddress;

	private byte @Nullable [] head;

	private @Nullable Route route;

	@Nullable Suspension suspension;

	@Nullable BodyCollector body;

	@Nullable StreamWriter writer;

	@Nullable HttpRule broken;

	long bytesIn;

	@Nullable ExchangeClocks clocks;

	long bytesOut;

	private long skipped;

	int status;

	int asked;

	boolean requestComplete;

	boolean passed;

	boolean responseStarted;

	boolean headSent;

	boolean responseComplete;

	boolean replaced;

	boolean ended;

	Exchange(ExchangeHandler handler, ServerConnection connection, HttpRequest request, long startNanos) {
		this.handler = handler;
		this.connection = connection;
		this.request = request;
		this.startNanos = startNanos;
	}

	/** The connection that carries this exchange. */
	public ServerConnection connection() {
		return this.connection;
	}

	/** The request method. */
	public HttpMethod method() {
		return this.request.method();
	}

	/**
	 * Returns the version of the request message; on HTTP/2 and HTTP/3 it is the HTTP/1.1
	 * that the message was translated to.
	 * @return the version
	 */
	public HttpVersion version() {
		return this.request.protocolVersion();
	}

	/** The request target as received. */
	public String target() {
		return this.request.uri();
	}

	/** The path of the request target, as received: not decoded. */
	public String path() {
		return Target.path(this.request.uri());
	}

	/** The query of the request target, as received: not decoded. */
	public @Nullable String query() {
		return Target.query(this.request.uri());
	}

	/**
	 * Returns the first value of a request header.
	 * @param name name of the header, in any case
	 * @return the value, or {@code null}
	 */
	public @Nullable String header(CharSequence name) {
		return this.request.headers().get(name);
	}

	/**
	 * Returns all values of a request header.
	 * @param name name of the header, in any case
	 * @return the values, none of them split at commas
	 */
	public List<String> headers(CharSequence name) {
		return this.request.headers().getAll(name);
	}

	/** All request headers. */
	public Iterable<Map.Entry<String, String>> headerFields() {
		return this.request.headers();
	}

	/**
	 * Removes a request header, so that nothing behind reads it.
	 * @param name name of the header, in any case
	 */
	public void removeHeader(CharSequence name) {
		this.request.headers().remove(name);
		this.head = null;
	}

	/** Copies the bytes of the head; for the {@link ExchangeRouter} only. */
	public void keepHead() {
		RequestDecoder decoder = this.handler.decoder();
		this.head = (decoder != null && target().startsWith("/")) ? decoder.headBytes() : null;
	}

	/**
	 * Returns the head of the request as the client sent it, with its empty line.
	 * @return the bytes; {@code null} if they were not {@linkplain #keepHead() kept}, on
	 * HTTP/2, for a target with an authority, and once a filter removed a header
	 */
	public byte @Nullable [] head() {
		return this.head;
	}

	/**
	 * Returns the address of the client: that of the peer, or the one that a trusted
	 * proxy told.
	 * @return the address
	 */
	public SocketAddress clientAddress() {
		return (this.clientAddress != null) ? this.clientAddress : this.connection.remoteAddress();
	}

	/**
	 * Says who the client is.
	 * @param address the address
	 */
	public void clientAddress(SocketAddress address) {
		this.clientAddress = address;
	}

	/**
	 * Returns the pattern of the route that serves this request.
	 * @return the pattern, or {@code null} while it is unknown
	 */
	@Override
	public @Nullable String route() {
		return (this.route != null) ? this.route.pattern() : null;
	}

	/**
	 * Returns the route that serves this request.
	 * @return what {@link #matched(Route)} was told, or {@code null}
	 */
	public @Nullable Route matched() {
		return this.route;
	}

	/**
	 * Says which route serves this request.
	 * @param found the route
	 */
	public void matched(Route found) {
		this.route = found;
	}

	/**
	 * Leaves filters out of this exchange.
	 * @param filters a bit for each, by its place in the {@link FilterChain}; filters
	 * behind the 64th cannot be left out
	 */
	public void skip(long filters) {
		this.skipped = filters;
	}

	boolean skips(int filter) {
		return this.skipped != 0 && filter < Long.SIZE && (this.skipped & (1L << filter)) != 0;
	}

	/**
	 * Returns the refusal of a request that breaks a rule of RFC 9110 or 9112 which is
	 * not enforced on WebFlux routes. Who answers from the pipeline must give it instead
	 * of its own answer; a request that is passed on is served.
	 * @return the answer, {@code null} for a good request and where no rule is enforced
	 */
	public @Nullable PreparedResponse violation() {
		return (this.broken != null && this.handler.settings().rules().enforcesOnHotRoutes()) ? this.broken.answer()
				: null;
	}

	/**
	 * When the head was complete: a {@link System#nanoTime()}, one for all of a read.
	 */
	public long startNanos() {
		return this.startNanos;
	}

	/** The status of the response, 0 before there is one. */
	public int status() {
		return this.status;
	}

	/** Bytes of the response body that went out, without head and framing. */
	public long bytesOut() {
		return this.bytesOut;
	}

	/**
	 * Reads a slot.
	 * @param <T> type of the value
	 * @param slot the slot
	 * @return the value that was set, or {@code null}
	 */
	@SuppressWarnings("unchecked")
	public <T> @Nullable T get(Slot<T> slot) {
		return (this.slots != null && slot.index() < this.slots.length) ? (T) this.slots[slot.index()] : null;
	}

	/**
	 * Fills a slot.
	 * @param <T> type of the value
	 * @param slot the slot
	 * @param value the value, {@code null} to empty it
	 */
	public <T> void set(Slot<T> slot, @Nullable T value) {
		if (this.slots == null || slot.index() >= this.slots.length) {
			@Nullable Object[] larger = new Object[Slot.count()];
			if (this.slots != null) {
				System.arraycopy(this.slots, 0, larger, 0, this.slots.length);
			}
			this.slots = larger;
		}
		this.slots[slot.index()] = value;
	}

	/**
	 * Makes a verdict that will be given later.
	 * @param limit how long it may take before the exchange is answered with 503, or
	 * {@code null} for ever
	 * @return the suspension, to be returned by the filter and resumed from any thread
	 */
	public Suspension suspend(@Nullable Duration limit) {
		return new Suspension(this, limit);
	}

	/** The head of the response is going out. */
	void responseStarts() {
		this.responseStarted = true;
		this.connection.responseStarted();
		if (this.clocks != null) {
			this.clocks.responseStarted();
		}
	}

	@Override
	public String toString() {
		return method() + " " + LogText.printable(path());
	}

	HttpRequest request() {
		return this.request;
	}

}
