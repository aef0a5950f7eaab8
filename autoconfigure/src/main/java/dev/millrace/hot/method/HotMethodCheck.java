package dev.millrace.hot.method;

import java.lang.reflect.Method;
import java.lang.reflect.Type;
import java.util.List;

import dev.millrace.hot.HotRouteException;
import org.jspecify.annotations.Nullable;

import org.springframework.core.KotlinDetector;
import org.springframework.core.MethodParameter;
import org.springframework.core.ResolvableType;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.util.ReflectionUtils;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.InitBinder;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.ResponseBody;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.reactive.result.method.RequestMappingInfo;

/**
 * Tells why a controller's method cannot be answered from the pipeline: everything that
 * WebFlux would do around it and Millrace does not.
 */
final class HotMethodCheck {

	private static final List<String> SPECIAL = List.of("org.springframework.", "org.reactivestreams.", "reactor.",
			"io.netty.", "io.reactivex.", "kotlin.", "kotlinx.", "java.util.concurrent.", "java.util.stream.",
			"java.io.", "java.nio.", "java.security.");

	private HotMethodCheck() {
	}

	/** Why the method cannot be hot, {@code null} if it can. */
	static @Nullable String refusal(RequestMappingInfo info, HandlerMethod handler) {
		String reason = mapping(info);
		reason = (reason != null) ? reason : kotlin(handler.getMethod());
		reason = (reason != null) ? reason : annotation(handler);
		return (reason != null) ? reason : surroundings(handler);
	}

	private static @Nullable String mapping(RequestMappingInfo info) {
		if (info.getMethodsCondition().isEmpty()) {
			return "its mapping names no request method";
		}
		if (!info.getParamsCondition().isEmpty() || !info.getHeadersCondition().isEmpty()
				|| info.getCustomCondition() != null || !info.getVersionCondition().isEmpty()) {
			return "its mapping depends on parameters, headers, a version or a condition of its own";
		}
		return null;
	}

	private static @Nullable String annotation(HandlerMethod handler) {
		String refused = new HotDeclarations(handler.getBeanType(), handler.getMethod()).refused();
		return (refused != null) ? "it has " + refused
				+ ", and an annotation that is not known to be harmless may ask WebFlux for what the pipeline does not do"
				: null;
	}

	/**
	 * A kind of method of Kotlin that is not called as one of Java, such as a suspending
	 * one; {@code null} for others.
	 */
	private static @Nullable String kotlin(Method method) {
		if (KotlinDetector.isSuspendingFunction(method)) {
			return "it is a suspending function";
		}
		boolean kotlin = KotlinDetector.isKotlinType(method.getDeclaringClass());
		return (kotlin && method.getName().indexOf('-') >= 0)
				? "it takes or returns a value class of Kotlin, which WebFlux makes by reflection" : null;
	}

	private static @Nullable String surroundings(HandlerMethod handler) {
		Class<?> type = handler.getBeanType();
		Method method = handler.getMethod();
		if (!AnnotatedElementUtils.hasAnnotation(method, ResponseBody.class)
				&& !AnnotatedElementUtils.hasAnnotation(type, ResponseBody.class)) {
			return "it returns a view: add @ResponseBody, or make its class a @RestController";
		}
		String helper = helper(type);
		return (helper != null) ? "its class has " + helper + ", which the pipeline would pass by" : null;
	}

	/** A method that WebFlux calls around those of a controller. */
	static @Nullable String helper(Class<?> type) {
		for (Method method : ReflectionUtils.getUniqueDeclaredMethods(type)) {
			for (Class<?> annotation : List.of(ExceptionHandler.class, InitBinder.class, ModelAttribute.class)) {
				if (AnnotatedElementUtils.hasAnnotation(method,
						annotation.asSubclass(java.lang.annotation.Annotation.class))) {
					return "@" + annotation.getSimpleName() + " " + method.getName();
				}
			}
		}
		return null;
	}

	/** Whether a type is written and read as text, bytes or JSON and nothing else. */
	static boolean isPlain(Type type) {
		Class<?> resolved = ResolvableType.forType(type).resolve(Object.class);
		if (resolved == String.class || resolved == byte[].class) {
			return true;
		}
		return resolved != Object.class && resolved != void.class && resolved != Void.class
				&& !CharSequence.class.isAssignableFrom(resolved) && resolved != java.util.Optional.class
				&& SPECIAL.stream().noneMatch(resolved.getName()::startsWith);
	}

	static String describe(MethodParameter parameter) {
		return "parameter " + (parameter.getParameterIndex() + 1) + " of type "
				+ parameter.getGenericParameterType().getTypeName();
	}

	static HotRouteException refused(HandlerMethod handler, String reason) {
		return new HotRouteException("@Hot method " + handler + " cannot be answered from the pipeline: " + reason,
				"Remove @Hot from the method, so that WebFlux answers it, or remove what stands against it.");
	}

}
