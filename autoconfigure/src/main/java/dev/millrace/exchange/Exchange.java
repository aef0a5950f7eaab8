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
 * One request and its response, from the head of the request to the end of both. Confined
 * to the event loop of its connection. Filters read the request here, never from Netty's
 * objects, so that every lane can answer them.
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

	/** The connection that carries this exchange. */
	public ServerConnection connection() {
		return this.connection;
	}

	/** The request method. */
	public HttpMethod method() {
		return this.request.method();
	}

	/** The version of the request message; HTTP/1.1 on HTTP/2 and HTTP/3. */
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

	/** The request target as received. */
	public String target() {
		return this.request.uri();
	}

	/** The path of the request target, as received: not decoded. */
	public String path() {
		return RequestTarget.path(this.request.uri());
	}

	/** The query of the request target, as received: not decoded. */
	public @Nullable String query() {
		return RequestTarget.query(this.request.uri());
	}

	/**
	 * Returns the first value of a request header.
	 * @param name name of the header, in any case
	 * @return the value, or {@code null}
	 */
	public @Nullable String header(CharSequence name) {
		return (this.request instanceof ByteLaneRequest plain) ? plain.header(name) : this.request.headers().get(name);
	}

	/** All values of a request header, none of them split at commas. */
	public List<String> headers(CharSequence name) {
		return this.request.headers().getAll(name);
	}

	/** All request headers. */
	public Iterable<Map.Entry<String, String>> headerFields() {
		return this.request.headers();
	}

	/** Removes a request header, so that nothing behind reads it. */
	public void removeHeader(CharSequence name) {
		this.request.headers().remove(name);
		if (head() != null) {
			set(HEAD, null);
		}
	}

	/** Says that the header fields are no more those that came. */
	void headChanged() {
		set(CHANGED, true);
	}

	/** Copies the bytes of the head; for the {@link ExchangeRouter} only. */
	public void keepHead() {
		boolean asReceived = get(CHANGED) == null && target().startsWith("/");
		set(HEAD, asReceived ? this.owner.headBytes() : null);
	}

	/**
	 * The head as the client sent it; {@code null} if not {@linkplain #keepHead() kept},
	 * on HTTP/2, for a target with an authority, and where a header was removed.
	 */
	public byte @Nullable [] head() {
		return get(HEAD);
	}

	/** The address of the peer, or the client's as a trusted proxy told it. */
	public SocketAddress clientAddress() {
		SocketAddress told = get(CLIENT_ADDRESS);
		return (told != null) ? told : this.connection.remoteAddress();
	}

	/** Says who the client is. */
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

	/** The route that {@link #matched(Route)} was told, {@code null} if none was. */
	public @Nullable Route matched() {
		return this.route;
	}

	/** Says which route serves this request. */
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

	/** The filters that are left out. */
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

	/** When the head of the request was complete, as of the read that brought it. */
	public long startNanos() {
		return this.startNanos;
	}

	/** Whether the application behind the filters was given this request. */
	public boolean passed() {
		return this.passed;
	}

	/** The application behind the filters is being given this request. */
	void passOn() {
		this.passed = true;
	}

	/** What a filter or a handler threw; {@code null} if nothing broke. */
	public @Nullable Throwable error() {
		return get(ERROR);
	}

	/** Says what broke; what is said first holds. */
	public void error(Throwable thrown) {
		if (error() == null) {
			set(ERROR, thrown);
		}
	}

	/** The rule that the request breaks, if it is for each lane to say what follows. */
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

	/** The status code of the response, 0 before there is one. */
	public int status() {
		return this.status;
	}

	/** An answer of this status is going out. */
	void answered(int newStatus) {
		this.status = newStatus;
	}

	/**
	 * Tells whether a response to this request has a body (RFC 9110 section 6.4.1).
	 * @param responseStatus status code of the response
	 * @return whether a body goes out, if there is one
	 */
	public boolean allowsBody(int responseStatus) {
		return FullAnswers.allowsBody(responseStatus) && responseStatus != 205 && !HttpMethod.HEAD.equals(method())
				&& !(HttpMethod.CONNECT.equals(method()) && responseStatus / 100 == 2);
	}

	/** Bytes of the response body that went out, without head and framing. */
	public long bytesOut() {
		return this.bytesOut;
	}

	/** A part of the response body goes out. */
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
	 * Makes a verdict that will be given later, from any thread. The exchange is answered
	 * with 503 when that takes too long.
	 * @param limit how long it may take, or {@code null} for ever; rounded as
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
