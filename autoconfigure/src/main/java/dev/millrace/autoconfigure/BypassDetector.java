package dev.millrace.autoconfigure;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.BeanFactoryUtils;
import org.springframework.util.ClassUtils;
import org.springframework.web.reactive.config.CorsRegistry;
import org.springframework.web.reactive.config.WebFluxConfigurationSupport;
import org.springframework.web.reactive.config.WebFluxConfigurer;
import org.springframework.web.server.WebFilter;

/**
 * Looks for what a request would bypass that is answered before WebFlux: Spring Security,
 * CORS, filters, and decorators of the handler behind which all of these stand.
 */
final class BypassDetector {

	/** Boot's filters that only observe. */
	private static final Set<String> OBSERVERS = Set
		.of("org.springframework.boot.webflux.actuate.web.exchanges.HttpExchangesWebFilter");

	/** Types whose beans protect, and what to call them, in the order of telling. */
	private static final Map<String, String> PROTECTORS = protectors();

	private final ListableBeanFactory beans;

	BypassDetector(ListableBeanFactory beans) {
		this.beans = beans;
	}

	private static Map<String, String> protectors() {
		Map<String, String> protectors = new LinkedHashMap<>();
		protectors.put("org.springframework.security.web.server.SecurityWebFilterChain", "Spring Security");
		protectors.put("org.springframework.security.web.server.WebFilterChainProxy", "Spring Security");
		protectors.put("org.springframework.web.cors.reactive.CorsConfigurationSource", "CORS configuration");
		protectors.put("org.springframework.http.server.reactive.HttpHandlerDecoratorFactory", "a handler decorator");
		return protectors;
	}

	/** Names one bean that would be bypassed, {@code null} where there is none. */
	@Nullable String bypassed() {
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
		for (String name : namesOf(WebFluxConfigurer.class)) {
			CorsMappings mappings = new CorsMappings();
			this.beans.getBean(name, WebFluxConfigurer.class).addCorsMappings(mappings);
			if (mappings.present()) {
				return told(name, "CORS mappings");
			}
		}
		return ownConfiguration();
	}

	/** What an application's own variant of the WebFlux configuration does is unknown. */
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

	private static final class CorsMappings extends CorsRegistry {

		private boolean present() {
			return !getCorsConfigurations().isEmpty();
		}

	}

}
