package dev.millrace.hot;

import java.util.Locale;

import org.jspecify.annotations.Nullable;

/**
 * Which lane answers a route, and why no quicker one does.
 *
 * @param lane who answers
 * @param because why, or {@code null}
 */
record LaneChoice(Lane lane, @Nullable String because) {

	/**
	 * Who answers.
	 */
	enum Lane {

		/** The route's WebFlux twin. */
		WEBFLUX,

		/** The pipeline, once the request is an object. */
		OBJECT,

		/** The pipeline, from the bytes of the request. */
		BYTE

	}

	boolean hot() {
		return this.lane != Lane.WEBFLUX;
	}

	String name() {
		return this.lane.name().toLowerCase(Locale.ROOT);
	}

}
