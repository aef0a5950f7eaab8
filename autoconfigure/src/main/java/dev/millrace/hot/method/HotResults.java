package dev.millrace.hot.method;

import java.lang.reflect.Type;
import java.util.Set;

import dev.millrace.hot.HotJson;
import dev.millrace.hot.HotRouteException;
import reactor.core.publisher.Mono;

import org.springframework.core.ResolvableType;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.reactive.result.method.RequestMappingInfo;

/**
 * Decides how the results of controllers' methods are answered.
 *
 * @param codecs the codecs of WebFlux
 */
record HotResults(HotCodecs codecs) {

	/** Whether the result comes later. */
	static boolean isLater(HandlerMethod handler) {
		return handler.getMethod().getReturnType() == Mono.class;
	}

	/** The type of what is written. */
	static ResolvableType typeOf(HandlerMethod handler) {
		ResolvableType returned = ResolvableType.forMethodReturnType(handler.getMethod(), handler.getBeanType());
		return isLater(handler) ? returned.getGeneric(0) : returned;
	}

	/**
	 * Decides.
	 * @param info the mapping
	 * @param handler the method
	 * @return what makes the answers
	 * @throws HotRouteException if there can be none
	 */
	@SuppressWarnings("ReferenceEquality")
	HotResult of(RequestMappingInfo info, HandlerMethod handler) {
		ResolvableType resolved = typeOf(handler);
		Type type = resolved.getType();
		if (!HotMethodCheck.isPlain(type)) {
			throw HotMethodCheck.refused(handler, "it returns " + resolved
					+ ", which is neither String, byte[], a value for JSON nor a Mono of one of these");
		}
		HotCodecs.Kind kind = HotCodecs.kind(resolved);
		if (kind == HotCodecs.Kind.JSON && this.codecs.json() == HotJson.NONE) {
			throw HotMethodCheck.refused(handler, "there is no JSON mapper for what it returns");
		}
		return new HotResult(type, mediaType(info, handler, resolved), status(handler), this.codecs.json());
	}

	private String mediaType(RequestMappingInfo info, HandlerMethod handler, ResolvableType type) {
		HotCodecs.Kind kind = HotCodecs.kind(type);
		Set<MediaType> types = info.getProducesCondition().getProducibleMediaTypes();
		if (types.isEmpty()) {
			return this.codecs.picked(type).toString();
		}
		MediaType only = types.iterator().next();
		boolean usable = types.size() == 1
				&& ((kind == HotCodecs.Kind.BYTES && only.isConcrete()) || only.equals(kind.usual()));
		if (!usable) {
			throw HotMethodCheck.refused(handler,
					"it produces " + types + " where only " + kind.usual() + " can be answered");
		}
		return only.toString();
	}

	private static int status(HandlerMethod handler) {
		ResponseStatus status = AnnotatedElementUtils.findMergedAnnotation(handler.getMethod(), ResponseStatus.class);
		if (status == null) {
			status = AnnotatedElementUtils.findMergedAnnotation(handler.getBeanType(), ResponseStatus.class);
		}
		if (status == null) {
			return 200;
		}
		if (!status.reason().isEmpty()) {
			throw HotMethodCheck.refused(handler, "its @ResponseStatus has a reason");
		}
		return status.code().value();
	}

}
