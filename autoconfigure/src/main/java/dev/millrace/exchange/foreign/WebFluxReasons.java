package dev.millrace.exchange.foreign;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import org.jspecify.annotations.Nullable;

/**
 * The reasons, of the server as a whole, for which hot routes are left to WebFlux: a
 * setting of the server that the pipeline cannot honour, such as Reactor Netty's access
 * log. While there is one, the WebFlux twin of every hot route serves it. Reasons may be
 * added while the server is built and while it runs; they are never taken back. Safe for
 * use by any thread.
 */
public final class WebFluxReasons {

	private final List<Reason> reasons = new CopyOnWriteArrayList<>();

	private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

	/**
	 * Adds a reason, unless one with the same code is there.
	 * @param reason the reason
	 */
	public void add(Reason reason) {
		synchronized (this.listeners) {
			for (Reason known : this.reasons) {
				if (known.code().equals(reason.code())) {
					return;
				}
			}
			this.reasons.add(reason);
		}
		this.listeners.forEach(Runnable::run);
	}

	/**
	 * Returns why a route is left to WebFlux.
	 * @param withBody whether the route takes request bodies
	 * @return the first reason in words, or {@code null} if there is none
	 */
	public @Nullable String because(boolean withBody) {
		for (Reason reason : this.reasons) {
			if (reason.concerns(withBody)) {
				return reason.because();
			}
		}
		return null;
	}

	/**
	 * Returns all reasons.
	 * @return a copy, in the order in which they were added
	 */
	public List<Reason> all() {
		return new ArrayList<>(this.reasons);
	}

	/**
	 * Adds a listener.
	 * @param listener called after each reason that is added, by the thread that adds it
	 */
	public void onChange(Runnable listener) {
		this.listeners.add(listener);
	}

	/**
	 * A reason.
	 *
	 * @param code a short name that does not change, such as {@code reactor-access-log};
	 * it names the warning of the start
	 * @param because what is set, as part of a sentence: "the server has Reactor Netty's
	 * access log"
	 * @param remedy what to do to have hot routes answered from the pipeline
	 * @param scope which hot routes it is about
	 */
	public record Reason(String code, String because, String remedy, Scope scope) {

		/**
		 * Creates a reason that is about all hot routes.
		 * @param code a short name that does not change
		 * @param because what is set, as part of a sentence
		 * @param remedy what to do to have hot routes answered from the pipeline
		 */
		public Reason(String code, String because, String remedy) {
			this(code, because, remedy, Scope.ALL);
		}

		/**
		 * Tells whether the reason is about a route.
		 * @param withBody whether the route takes request bodies
		 * @return whether it is left to WebFlux
		 */
		public boolean concerns(boolean withBody) {
			return withBody || this.scope == Scope.ALL;
		}

	}

	/**
	 * Which hot routes a reason is about.
	 */
	public enum Scope {

		/** All of them. */
		ALL,

		/** Those that take request bodies. */
		BODIES

	}

}
