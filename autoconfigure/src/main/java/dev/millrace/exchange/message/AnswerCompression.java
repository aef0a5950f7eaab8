package dev.millrace.exchange.message;

import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;

/**
 * Which answers the server compresses for clients that accept it. Immutable.
 *
 * @param types tells by the {@code Content-Type} of an answer, {@code null} for none,
 * whether it is compressed
 * @param minSize bytes of a body below which it is not compressed, where its length is
 * known; negative for no such limit
 */
public record AnswerCompression(Predicate<@Nullable String> types, long minSize) {

	/**
	 * Tells whether an answer is compressed.
	 * @param contentType its type, {@code null} for none
	 * @param length bytes of its body, negative where that is not known
	 * @return whether it is, or may be where the length is not known
	 */
	public boolean compresses(@Nullable String contentType, long length) {
		return (length < 0 || length >= this.minSize) && this.types.test(contentType);
	}

}
