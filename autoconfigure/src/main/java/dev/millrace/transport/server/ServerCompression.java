package dev.millrace.transport.server;

import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

import dev.millrace.exchange.message.AnswerCompression;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.boot.web.server.AbstractConfigurableWebServerFactory;
import org.springframework.boot.web.server.Compression;
import org.springframework.util.InvalidMimeTypeException;
import org.springframework.util.MimeType;
import org.springframework.util.MimeTypeUtils;

/**
 * Reads {@code server.compression} as Boot's customizer of Reactor Netty does. The
 * customizer applies it and gives no access to the result.
 */
public final class ServerCompression {

	private ServerCompression() {
	}

	/**
	 * Reads the settings of an application's server, as properties and customizers of its
	 * factory left them.
	 * @param beans the application's beans
	 * @return which answers are compressed, {@code null} if none is
	 */
	public static @Nullable AnswerCompression find(BeanFactory beans) {
		return beans.getBeanProvider(AbstractConfigurableWebServerFactory.class)
			.stream()
			.map((factory) -> of(factory.getCompression()))
			.filter(Objects::nonNull)
			.findFirst()
			.orElse(null);
	}

	/**
	 * Reads settings.
	 * @param compression the settings of a server, {@code null} for none
	 * @return which answers are compressed, {@code null} if none is
	 */
	static @Nullable AnswerCompression of(@Nullable Compression compression) {
		if (compression == null || !compression.getEnabled()) {
			return null;
		}
		List<MimeType> types = Stream.of(compression.getAllMimeTypes()).map(MimeTypeUtils::parseMimeType).toList();
		return new AnswerCompression((contentType) -> matches(types, contentType),
				compression.getMinResponseSize().toBytes());
	}

	private static boolean matches(List<MimeType> types, @Nullable String contentType) {
		if (types.isEmpty()) {
			return true;
		}
		if (contentType == null || contentType.isEmpty()) {
			return false;
		}
		try {
			MimeType type = MimeTypeUtils.parseMimeType(contentType);
			return types.stream().anyMatch((candidate) -> candidate.isCompatibleWith(type));
		}
		catch (InvalidMimeTypeException ex) {
			return false;
		}
	}

}
