package dev.millrace.hot.lane;

import java.util.Locale;

import org.jspecify.annotations.Nullable;

/**
 * Which lane answers a route, and why no quicker one does.
 *
 * @param lane who answers
 * @param because why, or {@code null}
 */
public record LaneDecision(Lane lane, @Nullable String because) {

	/**
	 * Who answers.
	 */
	public enum Lane {

		/** The route's WebFlux twin. */
		WEBFLUX,

		/** The pipeline, once the request is an object. */
		OBJECT,

		/** The pipeline, from the bytes of the request. */
		BYTE

	}

	/** Whether the pipeline answers. */
	public boolean hot() {
		return this.lane != Lane.WEBFLUX;
	}

	/** The name of the lane, in lower case. */
	public String name() {
		return this.lane.name().toLowerCase(Locale.ROOT);
	}

}
