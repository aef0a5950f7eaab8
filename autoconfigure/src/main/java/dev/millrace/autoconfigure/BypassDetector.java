package dev.millrace.autoconfigure;

import java.util.Set;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.BeanFactoryUtils;
import org.springframework.util.ClassUtils;
import org.springframework.web.reactive.config.CorsRegistry;
import org.springframework.web.reactive.config.WebFluxConfigurer;
import org.springframework.web.server.WebFilter;

/**
 * Looks for what a request would bypass that is answered before WebFlux: Spring Security,
 * CORS mappings and filters.
 */
final class BypassDetector {

	/** Boot's own filters that only observe. */
	private static final Set<String> OBSERVERS = Set.of(
			"org.springframework.boot.webflux.actuate.web.exchanges.HttpExchangesWebFilter",
			"org.springframework.web.filter.reactive.ServerHttpObservationFilter");

	private static final String SECURITY_CHAIN = "org.springframework.security.web.server.SecurityWebFilterChain";

	private final ListableBeanFactory beans;

	BypassDetector(ListableBeanFactory beans) {
		this.beans = beans;
	}

	/** Names one bean that would be bypassed, {@code null} where there is none. */
	@Nullable String bypassed() {
		String security = firstNamed(SECURITY_CHAIN);
		if (security != null) {
			return "bean '" + security + "' (Spring Security)";
		}
		for (String name : BeanFactoryUtils.beanNamesForTypeIncludingAncestors(this.beans, WebFilter.class)) {
			Class<?> type = this.beans.getType(name);
			if (type == null || !OBSERVERS.contains(ClassUtils.getUserClass(type).getName())) {
				return "bean '" + name + "' (a WebFilter)";
			}
		}
		for (String name : BeanFactoryUtils.beanNamesForTypeIncludingAncestors(this.beans, WebFluxConfigurer.class)) {
			CorsMappings mappings = new CorsMappings();
			this.beans.getBean(name, WebFluxConfigurer.class).addCorsMappings(mappings);
			if (mappings.present()) {
				return "bean '" + name + "' (CORS mappings)";
			}
		}
		return null;
	}

	private @Nullable String firstNamed(String className) {
		ClassLoader classLoader = getClass().getClassLoader();
		if (!ClassUtils.isPresent(className, classLoader)) {
			return null;
		}
		String[] names = BeanFactoryUtils.beanNamesForTypeIncludingAncestors(this.beans,
				ClassUtils.resolveClassName(className, classLoader));
		return (names.length > 0) ? names[0] : null;
	}

	private static final class CorsMappings extends CorsRegistry {

		private boolean present() {
			return !getCorsConfigurations().isEmpty();
		}

	}

}
