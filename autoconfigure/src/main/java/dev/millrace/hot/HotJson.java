package dev.millrace.hot;

import java.lang.reflect.Type;

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
		public Object read(byte[] json, Type type) {
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
	 * Reads a value.
	 * @param json JSON in UTF-8
	 * @param type type to read
	 * @return the value
	 * @throws HotRequestException with 400 and the position if it cannot be read
	 */
	Object read(byte[] json, Type type);

}
