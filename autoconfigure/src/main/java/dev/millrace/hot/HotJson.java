package dev.millrace.hot;

import java.lang.reflect.Type;

import org.jspecify.annotations.Nullable;

/**
 * The application's JSON mapper as hot routes use it.
 */
public interface HotJson {

	/** Where the application has no mapper. */
	HotJson NONE = new HotJson() {
		@Override
		public byte[] write(Object value) {
			throw new IllegalStateException("No JSON mapper: add spring-boot-starter-jackson");
		}

		@Override
		public @Nullable Object read(byte[] json, Type type) {
			throw new IllegalStateException("No JSON mapper: add spring-boot-starter-jackson");
		}
	};

	/**
	 * Writes a value.
	 * @param value the value
	 * @return JSON in UTF-8
	 */
	byte[] write(Object value);

	/**
	 * Writes a value that is declared with a type.
	 * @param value the value
	 * @param declared the type that it is declared with
	 * @return JSON in UTF-8
	 */
	default byte[] write(Object value, Type declared) {
		return write(value);
	}

	/**
	 * Reads a value.
	 * @param json JSON in UTF-8
	 * @param type type to read
	 * @return the value, {@code null} for the JSON of that name
	 * @throws HotRequestException with 400 and the position if it cannot be read
	 */
	@Nullable Object read(byte[] json, Type type);

	/**
	 * Tells whether a codec of WebFlux writes or reads JSON as this mapper does. If it
	 * does not, {@link Hot} methods whose values it would write or read are left to
	 * WebFlux.
	 * @param codec an encoder or a decoder
	 * @param type type of the value
	 * @return whether both give the same; {@code true} unless overridden
	 */
	default boolean isUsedBy(Object codec, Class<?> type) {
		return true;
	}

	/**
	 * Returns the most bytes that a decoder of WebFlux reads.
	 * @param decoder a decoder that {@link #isUsedBy(Object, Class) uses this mapper}
	 * @return the limit in bytes, -1 for none; 256 KB unless overridden
	 */
	default int limit(Object decoder) {
		return HotRouteBuilder.DEFAULT_BODY;
	}

}
