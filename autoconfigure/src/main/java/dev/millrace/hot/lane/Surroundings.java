package dev.millrace.hot.lane;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

import dev.millrace.exchange.message.AnswerCompression;
import dev.millrace.exchange.syntax.WatchedField;
import org.jspecify.annotations.Nullable;

/**
 * The layers of the application around the handlers of WebFlux, which see a request
 * before the handlers do. Hot routes are answered before all of it. Immutable.
 */
public final class Surroundings {

	/** No layers. */
	public static final Surroundings NONE = new Surroundings(Map.of(), null);

	private final Map<Layer, String> found;

	private final @Nullable AnswerCompression compression;

	private Surroundings(Map<Layer, String> found, @Nullable AnswerCompression compression) {
		this.found = found;
		this.compression = compression;
	}

	/**
	 * Adds a layer; what was found first of its kind is kept.
	 * @param layer what it does
	 * @param name what it is, such as {@code bean 'cors' (CORS configuration)}
	 * @return the changed copy
	 */
	public Surroundings with(Layer layer, String name) {
		Map<Layer, String> more = new EnumMap<>(Layer.class);
		more.putAll(this.found);
		more.putIfAbsent(layer, name);
		return new Surroundings(more, this.compression);
	}

	/**
	 * Adds the compression of the server.
	 * @param rules which answers it compresses, {@code null} for none
	 * @return the changed copy
	 */
	public Surroundings with(@Nullable AnswerCompression rules) {
		return new Surroundings(this.found, rules);
	}

	/** Which answers the server compresses, {@code null} for none. */
	@Nullable AnswerCompression compression() {
		return this.compression;
	}

	/** What was found of a kind, {@code null} for nothing. */
	public @Nullable String get(Layer layer) {
		return this.found.get(layer);
	}

	/** The header fields that a request to a hot route must be looked through for. */
	public Set<WatchedField> watched() {
		Set<WatchedField> watched = EnumSet.noneOf(WatchedField.class);
		if (this.found.containsKey(Layer.CORS)) {
			watched.add(WatchedField.ORIGIN);
		}
		if (this.compression != null) {
			watched.add(WatchedField.ACCEPT_ENCODING);
		}
		return watched;
	}

	/**
	 * What a layer does.
	 */
	public enum Layer {

		/**
		 * Anything that a route bypasses: only routes that say who may use them are
		 * answered before it.
		 */
		PROTECTION,

		/** Allows or refuses requests of other origins. */
		CORS,

		/** Refuses requests with methods that change something but no CSRF token. */
		CSRF,

		/** Sends clients that came without TLS to a URL with it. */
		HTTPS_REDIRECT,

		/** Refuses requests by rules of the application, such as a list of host names. */
		FIREWALL

	}

}
