package dev.millrace.hot.method;

import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import dev.millrace.hot.Hot;
import org.jspecify.annotations.Nullable;

import org.springframework.util.ReflectionUtils;

/**
 * The annotations that may stand on a {@link Hot} method, an allow list. The pipeline
 * calls the method without the actions that WebFlux or a library takes for an annotation,
 * so an annotation is allowed only for one of these reasons:
 * <ul>
 * <li>the hot path binds it, as {@code @PathVariable} and {@code @ResponseStatus};</li>
 * <li>it says something to the compiler, to tools, or to those who read the code;</li>
 * <li>it describes the bean to the application context, as {@code @Service} does;</li>
 * <li>a proxy of the bean acts on it, as on {@code @Transactional} and
 * {@code @Cacheable}: the hot path calls the bean that others are given, so it calls the
 * proxy;</li>
 * <li>it belongs to none of the frameworks whose annotations WebFlux, Jackson and
 * validators act on, and so do all annotations that stand on it: an application's own
 * marker, which only a proxy can give a meaning.</li>
 * </ul>
 */
final class HotAnnotations {

	/** Bound by the hot path, or known not to act on a call. */
	private static final Set<String> HARMLESS = Set.of("dev.millrace.hot.Hot",
			"org.springframework.web.bind.annotation.Mapping", "org.springframework.web.bind.annotation.RequestMapping",
			"org.springframework.web.bind.annotation.GetMapping", "org.springframework.web.bind.annotation.PostMapping",
			"org.springframework.web.bind.annotation.PutMapping",
			"org.springframework.web.bind.annotation.PatchMapping",
			"org.springframework.web.bind.annotation.DeleteMapping",
			"org.springframework.web.bind.annotation.PathVariable",
			"org.springframework.web.bind.annotation.RequestParam",
			"org.springframework.web.bind.annotation.RequestHeader",
			"org.springframework.web.bind.annotation.RequestBody",
			"org.springframework.web.bind.annotation.ResponseBody",
			"org.springframework.web.bind.annotation.ResponseStatus",
			"org.springframework.web.bind.annotation.RestController",
			"org.springframework.web.bind.annotation.ControllerAdvice",
			"org.springframework.web.bind.annotation.RestControllerAdvice",
			"org.springframework.web.reactive.config.EnableWebFlux");

	/** Packages of such annotations, with all below them. */
	private static final List<String> HARMLESS_PACKAGES = List.of("java.lang.", "kotlin.", "groovy.", "scala.reflect.",
			"jakarta.annotation.", "javax.annotation.", "jakarta.inject.", "javax.inject.", "jakarta.transaction.",
			"com.fasterxml.jackson.annotation.", "tools.jackson.databind.annotation.",
			"org.springframework.aot.hint.annotation.", "org.springframework.beans.factory.",
			"org.springframework.boot.", "org.springframework.cache.annotation.",
			"org.springframework.cloud.context.config.annotation.", "org.springframework.context.annotation.",
			"org.springframework.context.event.", "org.springframework.core.annotation.",
			"org.springframework.format.annotation.", "org.springframework.jmx.export.annotation.",
			"org.springframework.lang.", "org.springframework.resilience.annotation.",
			"org.springframework.retry.annotation.", "org.springframework.scheduling.annotation.",
			"org.springframework.stereotype.", "org.springframework.transaction.annotation.",
			"org.springframework.web.service.annotation.", "reactor.util.annotation.");

	/** Annotations in those packages that are not harmless. */
	private static final List<String> GUARDS = List.of("jakarta.annotation.security.", "javax.annotation.security.",
			"com.fasterxml.jackson.annotation.JsonView");

	/** Where an annotation that is not listed may be one that WebFlux acts on. */
	private static final List<String> FRAMEWORKS = List.of("org.springframework.", "jakarta.", "javax.",
			"com.fasterxml.jackson.", "tools.jackson.", "org.hibernate.", "reactor.", "kotlinx.");

	/** With one of these on it, an annotation describes a bean. */
	private static final Set<String> BEAN_DEFINITION = Set.of("org.springframework.context.annotation.Import",
			"org.springframework.context.annotation.Conditional");

	private HotAnnotations() {
	}

	/**
	 * Looks for a reason to refuse an annotation.
	 * @param type type of the annotation
	 * @return the annotation as it is written, with the one that stands on it if that is
	 * what is refused; {@code null} if it may stand on a hot method
	 */
	static @Nullable String refused(Class<? extends Annotation> type) {
		return refused(type, new HashSet<>());
	}

	/**
	 * Looks for a reason to refuse an annotation of a parameter. WebFlux validates a body
	 * whose parameter has any annotation with a name that begins with "Valid".
	 * @param type type of the annotation
	 * @return as {@link #refused(Class)}
	 */
	static @Nullable String refusedOnParameter(Class<? extends Annotation> type) {
		return type.getSimpleName().startsWith("Valid") ? written(type) : refused(type);
	}

	private static @Nullable String refused(Class<? extends Annotation> type, Set<Class<?>> seen) {
		String name = type.getName();
		if (!seen.add(type) || isHarmless(name)) {
			return null;
		}
		if (isFramework(name)) {
			return describesBean(type) ? null : written(type);
		}
		for (Annotation meta : type.getDeclaredAnnotations()) {
			String refused = refused(meta.annotationType(), seen);
			if (refused != null) {
				return written(type) + ", which has " + refused;
			}
		}
		Class<? extends Annotation> contained = contained(type);
		return (contained != null) ? refused(contained, seen) : null;
	}

	private static boolean isHarmless(String name) {
		return HARMLESS.contains(name) || (begins(name, HARMLESS_PACKAGES) && !begins(name, GUARDS));
	}

	private static boolean isFramework(String name) {
		return begins(name, FRAMEWORKS);
	}

	private static boolean begins(String name, List<String> prefixes) {
		return prefixes.stream().anyMatch(name::startsWith);
	}

	private static boolean describesBean(Class<? extends Annotation> type) {
		for (Annotation meta : type.getDeclaredAnnotations()) {
			if (BEAN_DEFINITION.contains(meta.annotationType().getName())) {
				return !type.getName().startsWith("org.springframework.security.");
			}
		}
		return false;
	}

	/**
	 * The annotation that one holds several of, as {@code @Repeatable} ones are stored;
	 * {@code null} if it is no container.
	 */
	private static @Nullable Class<? extends Annotation> contained(Class<? extends Annotation> type) {
		Method value = ReflectionUtils.findMethod(type, "value");
		Class<?> component = (value != null) ? value.getReturnType().getComponentType() : null;
		return (component != null && component.isAnnotation()) ? component.asSubclass(Annotation.class) : null;
	}

	private static String written(Class<? extends Annotation> type) {
		return "@" + type.getName();
	}

}
