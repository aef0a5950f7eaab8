package dev.millrace.autoconfigure.hot;

import java.lang.reflect.Type;

import dev.millrace.hot.HotJson;
import dev.millrace.hot.HotRequestException;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.http.codec.JacksonCodecSupport;
import org.springframework.http.codec.json.JacksonJsonDecoder;
import org.springframework.http.codec.json.JacksonJsonEncoder;
import org.springframework.util.CollectionUtils;

/**
 * The application's Jackson mapper for hot routes.
 *
 * @param mapper the mapper
 */
record JacksonHotJson(JsonMapper mapper) implements HotJson {

	@Override
	public byte[] write(Object value) {
		return this.mapper.writeValueAsBytes(value);
	}

	/**
	 * Writes a value as WebFlux does: by its declared type if that is a container, else
	 * by its class.
	 */
	@Override
	public byte[] write(Object value, Type declared) {
		JavaType type = this.mapper.constructType(declared);
		return type.isContainerType() ? this.mapper.writerFor(type).writeValueAsBytes(value) : write(value);
	}

	@Override
	public @Nullable Object read(byte[] json, Type type) {
		try {
			return this.mapper.readValue(json, this.mapper.constructType(type));
		}
		catch (JacksonException ex) {
			TokenStreamLocation at = ex.getLocation();
			throw new HotRequestException(400, "The body cannot be read as the JSON that is expected"
					+ ((at != null) ? ", line " + at.getLineNr() + ", column " + at.getColumnNr() : ""));
		}
	}

	@Override
	public boolean isUsedBy(Object codec, Class<?> type) {
		boolean json = codec.getClass() == JacksonJsonEncoder.class || codec.getClass() == JacksonJsonDecoder.class;
		return json && isOfMapper((JacksonCodecSupport<?>) codec, type);
	}

	@SuppressWarnings("ReferenceEquality")
	private boolean isOfMapper(JacksonCodecSupport<?> codec, Class<?> type) {
		return codec.getMapper() == this.mapper && CollectionUtils.isEmpty(codec.getMappersForType(type));
	}

	@Override
	public int limit(Object decoder) {
		return (decoder instanceof JacksonJsonDecoder json) ? json.getMaxInMemorySize() : HotJson.super.limit(decoder);
	}

}
