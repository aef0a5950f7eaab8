package dev.millrace.exchange.foreign;

/**
 * A handler of the application, of an agent or of Reactor Netty's observers that was
 * found among Millrace's handlers in the pipeline of a connection or stream, and what
 * follows for the hot routes of connections that have it.
 *
 * @param name name of the handler in the pipeline
 * @param type class of the handler
 * @param place where it stands
 */
public record ForeignHandler(String name, String type, Place place) {

	/**
	 * Tells what follows on connections with the handler.
	 * @return what Millrace does, in words
	 */
	public String effect() {
		return this.place.effect;
	}

	/**
	 * A part of the pipeline of a connection, from the network to the application.
	 */
	public enum Place {

		/** Before the codec, where it sees bytes. */
		WIRE("requests are not read past the channel, nor are answers written so"),

		/** In the codec or between it and the exchanges, where it sees HTTP objects. */
		CODEC("hot answers pass it as HTTP objects; the byte lane, prepared bytes and writes past the channel are off"),

		/** Behind the exchanges, where it sees only what WebFlux is given. */
		APPLICATION("hot routes are left to WebFlux on connections with it");

		private final String effect;

		Place(String effect) {
			this.effect = effect;
		}

	}

}
