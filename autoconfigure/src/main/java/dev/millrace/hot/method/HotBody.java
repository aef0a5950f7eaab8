package dev.millrace.hot.method;

import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.stream.Collectors;

import dev.millrace.hot.HotRequest;
import dev.millrace.hot.HotRequestException;
import dev.millrace.hot.LeaveToWebFlux;
import org.jspecify.annotations.Nullable;

import org.springframework.core.ResolvableType;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;

/**
 * The body as an argument of a controller's method.
 */
final class HotBody implements HotArgument {

	private static final Set<String> COMMON = Set.of("text/plain", "text/plain;charset=UTF-8",
			"text/plain; charset=utf-8", "application/json", "application/json;charset=UTF-8",
			"application/json; charset=utf-8", "application/octet-stream");

	private final Type type;

	private final ResolvableType resolved;

	private final HotCodecs codecs;

	/** Common types that are read here, so that most requests need no parsing. */
	private final Set<String> known;

	/**
	 * Creates an argument.
	 * @param type type of the argument
	 * @param codecs the codecs of WebFlux
	 */
	HotBody(Type type, HotCodecs codecs) {
		this.type = type;
		this.resolved = ResolvableType.forType(type);
		this.codecs = codecs;
		this.known = COMMON.stream().filter(this::isParsedAndRead).collect(Collectors.toUnmodifiableSet());
	}

	@Override
	public Object of(HotRequest request) {
		byte[] body = request.body();
		String contentType = request.contentType();
		if (body.length == 0 || !(this.known.contains(contentType) || isParsedAndRead(contentType))) {
			throw LeaveToWebFlux.TO_WEBFLUX;
		}
		return switch (HotCodecs.kind(this.resolved)) {
			case BYTES -> body;
			case TEXT -> new String(body, StandardCharsets.UTF_8);
			case JSON -> json(request);
		};
	}

	private Object json(HotRequest request) {
		try {
			return request.json(this.type);
		}
		catch (HotRequestException ex) {
			throw LeaveToWebFlux.TO_WEBFLUX;
		}
	}

	private boolean isParsedAndRead(String contentType) {
		try {
			return this.codecs.isRead(this.resolved, MediaType.parseMediaType(contentType));
		}
		catch (InvalidMediaTypeException ex) {
			return false;
		}
	}

	/** The codec that reads such bodies otherwise, {@code null} if there is none. */
	@Nullable String foreignReader() {
		return this.codecs.foreignReader(this.resolved, HotCodecs.kind(this.resolved).usual());
	}

	/** Most bytes that WebFlux reads, -1 for any number. */
	int limit() {
		return this.codecs.limit(this.resolved, HotCodecs.kind(this.resolved).usual());
	}

}
