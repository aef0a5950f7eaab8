package dev.millrace.exchange;

import java.net.SocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

import dev.millrace.connection.ServerConnection;
import dev.millrace.exchange.message.FullAnswers;
import dev.millrace.exchange.syntax.ByteLaneRequest;
import dev.millrace.exchange.syntax.HttpRule;
import dev.millrace.exchange.syntax.LogText;
import dev.millrace.exchange.syntax.RequestTarget;
import dev.millrace.worker.Activity;
import dev.millrace.worker.InFlight;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import org.jspecify.annotations.Nullable;

/**
 * One request and its response, from the head of the request to the end of both. The
 * {@link ExchangeHandler} of its connection (HTTP/1.1) or stream (HTTP/2) makes it once
 * the head has been decoded, then filters, routers, hot routes, listeners and the access
 * log read it. An exchange is not used again after it has ended.
 * <p>
 * Filters read the request here and never from Netty's objects: requests that are read
 * from bytes have no header objects, and HTTP/2 carries no request line, but every lane
 * answers the questions that are asked here.
 * <p>
 * <strong>Threads:</strong> confined to the event loop of its {@linkplain #connection()
 * connection}. Nothing in it is synchronized, so that reading it costs a field access.
 * Code on another thread copies what it needs before it leaves the loop and comes back by
 * a {@link Suspension}, the only object of an exchange that any thread may call.
 * <p>
 * <strong>Memory:</strong> values that few exchanges have (caller, client address behind
 * a proxy, error, values of filters) are kept in {@linkplain Slot slots}. Their array is
 * made when the first one is set; until then they cost nothing.
 */
public final class Exchange implements Activity {

	private static final Slot<SocketAddress> CLIENT_ADDRESS = new Slot<>();

	private static final Slot<Caller> CALLER = new Slot<>();

	private static final Slot<byte[]> HEAD = new Slot<>();

	private static final Slot<Boolean> ENDLESS = new Slot<>();

	private static final Slot<Boolean> CHANGED = new Slot<>();

	private static final Slot<HttpRule> BROKEN = new Slot<>();

	private static final Slot<Throwable> ERROR = new Slot<>();

	private final ExchangeOwner owner;

	private final ServerConnection connection;

	private final HttpRequest request;

	private final long startNanos;

	private @Nullable Object @Nullable [] slots;

	private @Nullable Route route;

	private long bytesOut;

	private long skipped;

	private int status;

	private boolean passed;

	Exchange(ExchangeOwner owner, ServerConnection connection, HttpRequest request, long startNanos) {
		this.owner = owner;
		this.connection = connection;
		this.request = request;
		this.startNanos = startNanos;
	}

	/**
	 * Returns the connection that carries this exchange. The streams of an HTTP/2
	 * connection share one.
	 * @return the connection
	 */
	public ServerConnection connection() {
		return this.connection;
	}

	/**
	 * Returns the request method (RFC 9110 section 9).
	 * @return the method, which need not be one that is registered
	 */
	public HttpMethod method() {
		return this.request.method();
	}

	/**
	 * Returns the version of the request message as Netty's HTTP objects carry it:
	 * HTTP/1.1 for HTTP/2 and HTTP/3, which are converted. {@link #protocol()} tells the
	 * version that the client speaks.
	 * @return the version
	 */
	public HttpVersion version() {
		return this.request.protocolVersion();
	}

	/**
	 * The version of HTTP that the client speaks, under the one name that every lane and
	 * the access log use.
	 * @return {@code HTTP/1.0}, {@code HTTP/1.1}, {@code HTTP/2.0} or {@code HTTP/3.0}
	 */
	public String protocol() {
		String version = this.connection.protocol().version();
		return (version != null) ? version : version().text();
	}

	/**
	 * Returns the request target as received (RFC 9112 section 3.2), which is not
	 * validated beyond what the decoder refuses. On HTTP/2 it is the pseudo-header
	 * {@code :path}.
	 * @return the target in origin, absolute, authority or asterisk form
	 */
	public String target() {
		return this.request.uri();
	}

	/**
	 * Returns the path of the request target as received: percent-encoded, and with its
	 * dot segments. The string is cut out of the target on each call where there is a
	 * query.
	 * @return the path
	 */
	public String path() {
		return RequestTarget.path(this.request.uri());
	}

	/**
	 * Returns the query of the request target as received, percent-encoded and without
	 * the question mark.
	 * @return the query, {@code null} if the target has none
	 */
	public @Nullable String query() {
		return RequestTarget.query(this.request.uri());
	}

	/**
	 * Returns the first value of a request header.
	 * @param name name of the header, in any case
	 * @return the value, or {@code null} if the request has no such header
	 */
	public @Nullable String header(CharSequence name) {
		return (this.request instanceof ByteLaneRequest plain) ? plain.header(name) : this.request.headers().get(name);
	}

	/**
	 * Returns all values of a request header, in the order received. A value that lists
	 * several elements is not split at its commas.
	 * @param name name of the header, in any case
	 * @return the values, empty if the request has no such header
	 */
	public List<String> headers(CharSequence name) {
		return this.request.headers().getAll(name);
	}

	/**
	 * Returns all request headers in the order received. For a request that was read from
	 * bytes the first call makes the objects of its header fields.
	 * @return the fields by name
	 */
	public Iterable<Map.Entry<String, String>> headerFields() {
		return this.request.headers();
	}

	/**
	 * Removes a request header, so that no filter, route or application behind the caller
	 * reads it. The bytes of the head are not kept either: they would still hold the
	 * header.
	 * @param name name of the header, in any case
	 */
	public void removeHeader(CharSequence name) {
		this.request.headers().remove(name);
		if (head() != null) {
			set(HEAD, null);
		}
	}

	/**
	 * Marks the header fields as different from those received, so that the head is not
	 * kept.
	 */
	void headChanged() {
		set(CHANGED, true);
	}

	/**
	 * Copies the bytes of the head, so that {@link #head()} returns them. Called by the
	 * {@link ExchangeRouter}, while it finds a route whose handler reads bytes. At any
	 * other time the decoder may hold the head of a later request. Costs one array of the
	 * size of the head.
	 */
	public void keepHead() {
		boolean asReceived = get(CHANGED) == null && target().startsWith("/");
		set(HEAD, asReceived ? this.owner.headBytes() : null);
	}

	/**
	 * Returns the head as the client sent it.
	 * @return the bytes from the request line up to the empty line; {@code null} if the
	 * head was not {@linkplain #keepHead() kept}, on HTTP/2, for a target that does not
	 * begin with a slash, and where a header was removed
	 */
	public byte @Nullable [] head() {
		return get(HEAD);
	}

	/**
	 * Returns the address of the client: the address that a trusted proxy told in
	 * {@code Forwarded} (RFC 7239) or {@code X-Forwarded-For}, else that of the
	 * {@linkplain ServerConnection#remoteAddress() peer}.
	 * @return the address
	 */
	public SocketAddress clientAddress() {
		SocketAddress told = get(CLIENT_ADDRESS);
		return (told != null) ? told : this.connection.remoteAddress();
	}

	/**
	 * Sets the address of the client, as a trusted proxy told it.
	 * @param address the address
	 */
	public void clientAddress(SocketAddress address) {
		set(CLIENT_ADDRESS, address);
	}

	/**
	 * Tells whether this request may be answered from the pipeline at all. It may not
	 * where a handler of the application stands between the pipeline and WebFlux: that
	 * one is to see each request and its answer.
	 * @return whether a route may match
	 */
	public boolean answerable() {
		return this.owner.answerable();
	}

	/** The pattern of the route, {@code null} while it is unknown. */
	@Override
	public @Nullable String route() {
		return (this.route != null) ? this.route.pattern() : null;
	}

	@Override
	public InFlight inFlight() {
		Map<String, String> headers = new TreeMap<>();
		for (String name : new String[] { "accept", "content-type" }) {
			String value = header(name);
			if (value != null) {
				headers.put(name, value);
			}
		}
		return new InFlight(route(), method().name(), target(), headers);
	}

	/**
	 * Returns the route that serves this request.
	 * @return the route that {@link #matched(Route)} was given, {@code null} if none was
	 */
	public @Nullable Route matched() {
		return this.route;
	}

	/**
	 * Sets the route that serves this request. Called by the {@link ExchangeRouter}.
	 * @param found the route
	 */
	public void matched(Route found) {
		this.route = found;
	}

	/**
	 * Leaves filters out of this exchange, besides those that are left out already.
	 * @param filters a bit for each, by its place in the {@link FilterChain}
	 */
	public void skip(long filters) {
		this.skipped |= filters;
	}

	/**
	 * The filters that are left out, a bit for each by its place in the
	 * {@link FilterChain}.
	 */
	long skipped() {
		return this.skipped;
	}

	/**
	 * Says that the filter that is being asked about the request wants to see the head of
	 * the response: {@link ExchangeFilter#onResponse} is called for it. To be called
	 * while the filter decides, on the event loop; who does not call it costs the
	 * response nothing.
	 * @throws IllegalStateException if the filter does not have
	 * {@link Need#RESPONSE_HEAD} among its needs, or no filter is deciding
	 */
	public void wantResponse() {
		this.owner.wantsResponse(this);
	}

	/**
	 * Returns who sends this request.
	 * @return the caller, {@code null} if no guard has found that out
	 */
	public @Nullable Caller caller() {
		return get(CALLER);
	}

	/**
	 * Says who sends this request.
	 * @param caller the caller
	 */
	public void caller(Caller caller) {
		set(CALLER, caller);
	}

	/**
	 * Returns the refusal of a request that breaks a rule of RFC 9110 or 9112 which is
	 * not enforced on WebFlux routes. Who answers from the pipeline must give it instead
	 * of its own answer; a request that is passed on is served.
	 * @return the answer, {@code null} for a good request and where no rule is enforced
	 */
	public @Nullable PreparedResponse violation() {
		HttpRule broken = broken();
		return (broken != null && this.owner.rules().enforcesOnHotRoutes()) ? Refusals.answer(broken) : null;
	}

	/**
	 * Says that the answer of this exchange, which is a stream, has no end of its own: it
	 * goes on until one side leaves. A server that shuts down ends it as if it had ended
	 * by itself. To be called before the answer is given.
	 */
	public void endless() {
		endless(true);
	}

	/** Says whether the answer has no end of its own. */
	void endless(boolean endless) {
		if (endless || isEndless()) {
			set(ENDLESS, endless ? true : null);
		}
	}

	/** Whether the answer has no end of its own. */
	boolean isEndless() {
		return get(ENDLESS) != null;
	}

	/** The handler that carries this exchange. */
	ExchangeOwner owner() {
		return this.owner;
	}

	/**
	 * Returns the time at which the head of the request was complete. The clock is read
	 * once for all that one read brings, so requests that arrive in one read have the
	 * same time.
	 * @return a reading of {@link System#nanoTime()}
	 */
	public long startNanos() {
		return this.startNanos;
	}

	/**
	 * Tells whether the application behind the filters was given this request.
	 * @return {@code true} from the moment at which the request is forwarded to Reactor
	 * Netty; it stays {@code true} when a filter later replaces the response
	 */
	public boolean passed() {
		return this.passed;
	}

	/** Marks the request as given to the application behind the filters. */
	void passOn() {
		this.passed = true;
	}

	/**
	 * Returns what a filter or a handler threw.
	 * @return the first exception that was set, {@code null} if there was none
	 */
	public @Nullable Throwable error() {
		return get(ERROR);
	}

	/**
	 * Sets what a filter or a handler threw. The first call counts: what is thrown while
	 * that exception is handled does not hide it.
	 * @param thrown the exception
	 */
	public void error(Throwable thrown) {
		if (error() == null) {
			set(ERROR, thrown);
		}
	}

	/**
	 * The rule that the request breaks where it was not refused at once: hot routes
	 * refuse it, WebFlux serves it.
	 */
	@Nullable HttpRule broken() {
		return get(BROKEN);
	}

	void broken(HttpRule rule) {
		set(BROKEN, rule);
	}

	/** Counts and logs a rule that the request breaks, because it is served. */
	void observe(HttpRule rule) {
		this.owner.rules().observe(rule, method(), path(), this.connection.remoteAddress());
	}

	/**
	 * Returns the status code of the response. Interim responses (1xx) are not counted.
	 * @return the status code, 0 before a response was chosen
	 */
	public int status() {
		return this.status;
	}

	/** Sets the status of the answer that is going out. */
	void answered(int newStatus) {
		this.status = newStatus;
	}

	/**
	 * Tells whether a response to this request has a body (RFC 9110 section 6.4.1): not
	 * one to HEAD, none with 1xx, 204, 205 or 304, and no successful one to CONNECT.
	 * @param responseStatus status code of the response
	 * @return whether a body goes out, if there is one
	 */
	public boolean allowsBody(int responseStatus) {
		return FullAnswers.allowsBody(responseStatus) && responseStatus != 205 && !HttpMethod.HEAD.equals(method())
				&& !(HttpMethod.CONNECT.equals(method()) && responseStatus / 100 == 2);
	}

	/**
	 * Returns how much of the response body was written.
	 * @return the number of bytes, without head and chunk framing; it counts what was
	 * handed to the channel, not what the client has received
	 */
	public long bytesOut() {
		return this.bytesOut;
	}

	/** Adds to the number of bytes of the response body that were written. */
	void sent(long bytes) {
		this.bytesOut += bytes;
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
	 * Fills a slot. The first value that is set makes an array with a place for each slot
	 * that exists in the process.
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
	 * Makes a verdict that will be given later, from any thread. The exchange is answered
	 * with 503 when no verdict comes within the limit. Called on the event loop, by the
	 * filter that returns the suspension.
	 * @param limit how long the wait may take, or {@code null} for a wait that ends only
	 * with a verdict or with the client; rounded up as
	 * {@link dev.millrace.connection.LoopDeadline} says
	 * @return the suspension, to be returned by the filter
	 */
	public Suspension suspend(@Nullable Duration limit) {
		return suspend(limit, Exchange::unavailable);
	}

	private static Verdict unavailable() {
		return PreparedResponse.UNAVAILABLE;
	}

	/**
	 * Makes a verdict that will be given later, from any thread, or by the filter's own
	 * choice when that takes too long: a filter that only wants to know more may let the
	 * request pass with {@code () -> Verdict.PASS}.
	 * @param limit how long it may take, or {@code null} for ever; rounded as
	 * {@link dev.millrace.connection.LoopDeadline} says
	 * @param onTimeout makes the verdict when the time is over, after the
	 * {@linkplain Suspension#onCancel action} that cancels the wait; run on the event
	 * loop, at most once. What it throws is handled as if the filter had thrown it.
	 * @return the suspension, to be returned by the filter
	 */
	public Suspension suspend(@Nullable Duration limit, Supplier<? extends Verdict> onTimeout) {
		return new Suspension(this, limit, onTimeout);
	}

	@Override
	public String toString() {
		return method() + " " + LogText.printable(path());
	}

	HttpRequest request() {
		return this.request;
	}

}
