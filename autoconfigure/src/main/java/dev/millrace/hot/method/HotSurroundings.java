package dev.millrace.hot.method;

import java.lang.reflect.Method;
import java.util.List;
import java.util.function.Predicate;

import dev.millrace.hot.Hot;
import dev.millrace.hot.HotJson;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.http.codec.HttpMessageReader;
import org.springframework.http.codec.HttpMessageWriter;
import org.springframework.util.ClassUtils;
import org.springframework.util.ReflectionUtils;
import org.springframework.web.bind.support.ConfigurableWebBindingInitializer;
import org.springframework.web.bind.support.WebBindingInitializer;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.reactive.HandlerAdapter;
import org.springframework.web.reactive.HandlerResultHandler;
import org.springframework.web.reactive.accept.RequestedContentTypeResolverBuilder;
import org.springframework.web.reactive.config.WebFluxConfigurer;
import org.springframework.web.reactive.result.method.annotation.RequestMappingHandlerAdapter;
import org.springframework.web.reactive.result.method.annotation.RequestMappingHandlerMapping;
import org.springframework.web.reactive.result.method.annotation.ResponseBodyResultHandler;
import org.springframework.web.reactive.result.method.annotation.ResponseEntityExceptionHandler;
import org.springframework.web.server.WebExceptionHandler;

/**
 * Finds beans with which an application changes WebFlux around all annotated methods. If
 * the hot path does not do the same, {@link Hot} methods are left to WebFlux.
 */
final class HotSurroundings {

	private static final List<String> KNOWN = List.of("org.springframework.", "dev.millrace.webflux.");

	private static final String ERROR_ATTRIBUTES = "org.springframework.boot.webflux.error.ErrorAttributes";

	private final ListableBeanFactory beans;

	HotSurroundings(ListableBeanFactory beans) {
		this.beans = beans;
	}

	/**
	 * Looks for a reason to leave a method to WebFlux.
	 * @param handler the method
	 * @return what the application has, as part of a sentence; {@code null} if nothing
	 */
	@Nullable String reason(HandlerMethod handler) {
		String reason = foreign(RequestMappingHandlerMapping.class, "a handler mapping", (mapping) -> true);
		reason = (reason != null) ? reason
				: foreign(HandlerAdapter.class, "a handler adapter", (adapter) -> adapter.supports(handler));
		reason = (reason != null) ? reason
				: foreign(HandlerResultHandler.class, "a handler of results", (results) -> true);
		reason = (reason != null) ? reason
				: foreign(WebExceptionHandler.class, "a handler of exceptions", (any) -> true);
		reason = (reason != null) ? reason : errors();
		reason = (reason != null) ? reason : mapping();
		reason = (reason != null) ? reason : binding();
		return (reason != null) ? reason : contentTypes();
	}

	private <T> @Nullable String foreign(Class<T> type, String what, Predicate<T> concerned) {
		for (String name : this.beans.getBeanNamesForType(type)) {
			T bean = this.beans.getBean(name, type);
			String className = ClassUtils.getUserClass(bean).getName();
			if (KNOWN.stream().noneMatch(className::startsWith) && concerned.test(bean)) {
				return told(name, what + " of the application's own");
			}
		}
		return null;
	}

	/** A bean that changes Boot's error page, or replaces it by problem details. */
	private @Nullable String errors() {
		ClassLoader loader = getClass().getClassLoader();
		String shape = ClassUtils.isPresent(ERROR_ATTRIBUTES, loader)
				? foreign(ClassUtils.resolveClassName(ERROR_ATTRIBUTES, loader), "a shape of errors", (any) -> true)
				: null;
		if (shape != null) {
			return shape;
		}
		return (this.beans.getBeanNamesForType(ResponseEntityExceptionHandler.class).length > 0)
				? "spring.webflux.problemdetails.enabled is set" : null;
	}

	private @Nullable String mapping() {
		for (String name : this.beans.getBeanNamesForType(RequestMappingHandlerMapping.class)) {
			if (!this.beans.getBean(name, RequestMappingHandlerMapping.class)
				.getPathPatternParser()
				.isCaseSensitive()) {
				return "path matching ignores the case of letters";
			}
		}
		return null;
	}

	private @Nullable String binding() {
		for (String name : this.beans.getBeanNamesForType(RequestMappingHandlerAdapter.class)) {
			WebBindingInitializer initializer = this.beans.getBean(name, RequestMappingHandlerAdapter.class)
				.getWebBindingInitializer();
			boolean known = initializer == null || (initializer.getClass() == ConfigurableWebBindingInitializer.class
					&& ((ConfigurableWebBindingInitializer) initializer).getPropertyEditorRegistrars() == null);
			if (!known) {
				return told(name, "set to bind in a way of its own");
			}
		}
		return null;
	}

	/**
	 * A bean that configures how content types are resolved: the resolver itself cannot
	 * be asked.
	 */
	private @Nullable String contentTypes() {
		for (String name : this.beans.getBeanNamesForType(WebFluxConfigurer.class)) {
			Class<?> type = ClassUtils.getUserClass(this.beans.getBean(name));
			Method method = ReflectionUtils.findMethod(type, "configureContentTypeResolver",
					RequestedContentTypeResolverBuilder.class);
			if (method != null && method.getDeclaringClass() != WebFluxConfigurer.class) {
				return told(name, "one that resolves requested media types in a way of its own");
			}
		}
		return null;
	}

	/**
	 * The codecs that are in force: those of the adapter and the handler that WebFlux
	 * asks first.
	 */
	HotCodecs codecs(HotJson json) {
		List<HttpMessageReader<?>> readers = this.beans.getBeanProvider(RequestMappingHandlerAdapter.class)
			.orderedStream()
			.findFirst()
			.map(RequestMappingHandlerAdapter::getMessageReaders)
			.orElse(List.of());
		List<HttpMessageWriter<?>> writers = this.beans.getBeanProvider(ResponseBodyResultHandler.class)
			.orderedStream()
			.findFirst()
			.map(ResponseBodyResultHandler::getMessageWriters)
			.orElse(List.of());
		return new HotCodecs(readers, writers, json);
	}

	private static String told(String name, String what) {
		return "bean '" + name + "' is " + what;
	}

}
