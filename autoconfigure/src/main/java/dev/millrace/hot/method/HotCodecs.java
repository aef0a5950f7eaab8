package dev.millrace.hot.method;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import dev.millrace.hot.HotJson;
import dev.millrace.hot.HotRouteBuilder;
import org.jspecify.annotations.Nullable;

import org.springframework.core.ResolvableType;
import org.springframework.core.codec.AbstractDataBufferDecoder;
import org.springframework.core.codec.ByteArrayDecoder;
import org.springframework.core.codec.ByteArrayEncoder;
import org.springframework.core.codec.CharSequenceEncoder;
import org.springframework.core.codec.StringDecoder;
import org.springframework.http.MediaType;
import org.springframework.http.codec.DecoderHttpMessageReader;
import org.springframework.http.codec.EncoderHttpMessageWriter;
import org.springframework.http.codec.HttpMessageReader;
import org.springframework.http.codec.HttpMessageWriter;
import org.springframework.util.MimeTypeUtils;

/**
 * The readers and writers that WebFlux uses for annotated methods. The hot path reads and
 * writes text, bytes and JSON by itself, so it may do so only where WebFlux would pick
 * Spring's codec for these, in the same order and with the same mapper. Codecs that an
 * application registers, replaces or limits are in these lists, in whichever way it did
 * so.
 *
 * @param readers readers of bodies, in the order in which WebFlux asks them
 * @param writers writers of results, in the order in which WebFlux asks them
 * @param json the mapper of the hot path
 */
record HotCodecs(List<? extends HttpMessageReader<?>> readers, List<? extends HttpMessageWriter<?>> writers,
		HotJson json) {

	/**
	 * Returns what WebFlux writes a value as where a client takes any media type and the
	 * mapping names none: the first of the most specific types of all writers. For bytes
	 * that is usually {@code application/json}, since Jackson's codec says that it could
	 * write them too.
	 * @param type type of what is written
	 * @return the media type, that which is usual where no writer tells
	 */
	MediaType picked(ResolvableType type) {
		List<MediaType> types = new ArrayList<>();
		for (HttpMessageWriter<?> writer : this.writers) {
			if (writer.canWrite(type, null)) {
				types.addAll(writer.getWritableMediaTypes(type));
			}
		}
		MimeTypeUtils.sortBySpecificity(types);
		for (MediaType mediaType : types) {
			if (mediaType.isConcrete()) {
				return new MediaType(mediaType.getType(), mediaType.getSubtype());
			}
		}
		return kind(type).usual();
	}

	/**
	 * Looks for a writer that the hot path does not stand for. Two writers count: the
	 * first for the type, which picks the media type where a client takes any, and the
	 * first for type and media type.
	 * @param type type of what is written
	 * @param mediaType what it is written as
	 * @return the codec, {@code null} if WebFlux would write as the hot path does
	 */
	@Nullable String foreignWriter(ResolvableType type, MediaType mediaType) {
		if (kind(type) != Kind.BYTES && !mediaType.equals(kind(type).usual())) {
			return "a codec for " + mediaType;
		}
		String foreign = foreign(writer(type, null), type);
		return (foreign != null) ? foreign : foreign(writer(type, mediaType), type);
	}

	private @Nullable HttpMessageWriter<?> writer(ResolvableType type, @Nullable MediaType mediaType) {
		for (HttpMessageWriter<?> writer : this.writers) {
			if (writer.canWrite(type, mediaType)) {
				return writer;
			}
		}
		return null;
	}

	private @Nullable String foreign(@Nullable HttpMessageWriter<?> writer, ResolvableType type) {
		if (writer == null) {
			return "no codec";
		}
		if (writer.getClass() != EncoderHttpMessageWriter.class) {
			return writer.getClass().getName();
		}
		Object encoder = ((EncoderHttpMessageWriter<?>) writer).getEncoder();
		boolean known = switch (kind(type)) {
			case TEXT -> encoder instanceof CharSequenceEncoder;
			case BYTES -> encoder.getClass() == ByteArrayEncoder.class;
			case JSON -> this.json.isUsedBy(encoder, type.toClass());
		};
		return known ? null : encoder.getClass().getName();
	}

	/**
	 * Looks for a reader that the hot path does not stand for.
	 * @param type type of what is read
	 * @param mediaType type of the body
	 * @return the codec, {@code null} if WebFlux would read as the hot path does
	 */
	@Nullable String foreignReader(ResolvableType type, MediaType mediaType) {
		Object decoder = decoder(type, mediaType);
		boolean known = switch (kind(type)) {
			case TEXT ->
				decoder instanceof StringDecoder text && text.getDefaultCharset().equals(StandardCharsets.UTF_8);
			case BYTES -> decoder != null && decoder.getClass() == ByteArrayDecoder.class;
			case JSON -> decoder != null && this.json.isUsedBy(decoder, type.toClass());
		};
		return known ? null : (decoder != null) ? decoder.getClass().getName() : "no codec";
	}

	/** The decoder that WebFlux picks, or the reader if it has none. */
	private @Nullable Object decoder(ResolvableType type, MediaType mediaType) {
		for (HttpMessageReader<?> reader : this.readers) {
			if (reader.canRead(type, mediaType)) {
				return (reader.getClass() == DecoderHttpMessageReader.class)
						? ((DecoderHttpMessageReader<?>) reader).getDecoder() : reader;
			}
		}
		return null;
	}

	/**
	 * Returns the most bytes of a body that WebFlux would read.
	 * @param type type of what is read
	 * @param mediaType type of the body
	 * @return the limit of the decoder, -1 for none
	 */
	int limit(ResolvableType type, MediaType mediaType) {
		Object decoder = decoder(type, mediaType);
		if (decoder instanceof AbstractDataBufferDecoder<?> whole) {
			return whole.getMaxInMemorySize();
		}
		return (decoder != null) ? this.json.limit(decoder) : HotRouteBuilder.DEFAULT_BODY;
	}

	/**
	 * Tells whether the hot path may read a body. WebFlux answers form data with 415,
	 * whatever the type of the parameter.
	 * @param type type of what is read
	 * @param mediaType type of the body
	 * @return whether WebFlux would read it in the same way
	 */
	boolean isRead(ResolvableType type, MediaType mediaType) {
		Charset charset = mediaType.getCharset();
		boolean utf8 = charset == null || charset.equals(StandardCharsets.UTF_8);
		return !mediaType.isCompatibleWith(MediaType.APPLICATION_FORM_URLENCODED) && (utf8 || kind(type) == Kind.BYTES)
				&& foreignReader(type, mediaType) == null;
	}

	/** What a value is to the hot path. */
	static Kind kind(ResolvableType type) {
		Class<?> raw = type.toClass();
		return (raw == String.class) ? Kind.TEXT : (raw == byte[].class) ? Kind.BYTES : Kind.JSON;
	}

	/**
	 * What a value is to the hot path.
	 */
	enum Kind {

		/** A {@code String}. */
		TEXT,

		/** A {@code byte[]}. */
		BYTES,

		/** Any other type. */
		JSON;

		/** The media type that it is usually sent as. */
		MediaType usual() {
			return switch (this) {
				case TEXT -> MediaType.TEXT_PLAIN;
				case BYTES -> MediaType.APPLICATION_OCTET_STREAM;
				case JSON -> MediaType.APPLICATION_JSON;
			};
		}

	}

}
