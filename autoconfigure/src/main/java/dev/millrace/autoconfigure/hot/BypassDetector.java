package dev.millrace.autoconfigure.hot;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

import dev.millrace.hot.lane.Surroundings;
import dev.millrace.hot.lane.Surroundings.Layer;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.BeanFactoryUtils;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.util.ClassUtils;
import org.springframework.web.reactive.config.WebFluxConfigurationSupport;
import org.springframework.web.server.WebFilter;

/**
 * Finds the parts of an application that a request bypasses which is answered before
 * WebFlux: Spring Security, CORS, WebFilters, and decorators of the HttpHandler that runs
 * all of these.
 */
final class BypassDetector {

	/** Boot's filters that only observe. */
	private static final Set<String> OBSERVERS = Set
		.of("org.springframework.boot.webflux.actuate.web.exchanges.HttpExchangesWebFilter");

	private static final String SECURITY_CHAIN = "org.springframework.security.web.server.SecurityWebFilterChain";

	/**
	 * Types of beans that protect routes, with their name in reports, in the order of
	 * reports.
	 */
	private static final Map<String, String> PROTECTORS = protectors();

	private final ListableBeanFactory beans;

	BypassDetector(ListableBeanFactory beans) {
		this.beans = beans;
	}

	private static Map<String, String> protectors() {
		Map<String, String> protectors = new LinkedHashMap<>();
		protectors.put(SECURITY_CHAIN, "Spring Security");
		protectors.put("org.springframework.security.web.server.WebFilterChainProxy", "Spring Security");
		protectors.put("org.springframework.http.server.reactive.HttpHandlerDecoratorFactory", "a handler decorator");
		return protectors;
	}

	/** Finds what a hot route would bypass, one bean of each kind. */
	Surroundings find() {
		Surroundings found = Surroundings.NONE;
		String cors = new CorsConfigurations(this.beans).find();
		if (cors != null) {
			found = found.with(Layer.CORS, cors);
		}
		if (ClassUtils.isPresent(SECURITY_CHAIN, getClass().getClassLoader())) {
			found = new SecurityFilters(this.beans).addTo(found);
		}
		String bypassed = bypassed(cors);
		return (bypassed != null) ? found.with(Layer.PROTECTION, bypassed) : found;
	}

	private @Nullable String bypassed(@Nullable String cors) {
		for (Map.Entry<String, String> protector : PROTECTORS.entrySet()) {
			for (String name : namesOf(protector.getKey())) {
				return told(name, protector.getValue());
			}
		}
		for (String name : namesOf(WebFilter.class)) {
			Class<?> type = this.beans.getType(name);
			if (type == null || !OBSERVERS.contains(ClassUtils.getUserClass(type).getName())) {
				return told(name, "a WebFilter");
			}
		}
		return (cors != null) ? cors : ownConfiguration();
	}

	/**
	 * The bean with which the application replaces Boot's WebFlux configuration, whose
	 * effect is unknown; {@code null} without one.
	 */
	private @Nullable String ownConfiguration() {
		for (String name : namesOf(WebFluxConfigurationSupport.class)) {
			Class<?> type = this.beans.getType(name);
			if (type == null || !ClassUtils.getUserClass(type).getName().startsWith("org.springframework.")) {
				return told(name, "a WebFlux configuration of its own");
			}
		}
		return null;
	}

	private static String told(String name, String what) {
		return "bean '" + name + "' (" + what + ")";
	}

	private String[] namesOf(Class<?> type) {
		return BeanFactoryUtils.beanNamesForTypeIncludingAncestors(this.beans, type);
	}

	private String[] namesOf(String className) {
		ClassLoader classLoader = getClass().getClassLoader();
		return ClassUtils.isPresent(className, classLoader)
				? namesOf(ClassUtils.resolveClassName(className, classLoader)) : new String[0];
	}

}
