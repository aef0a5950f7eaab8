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

}
