package dev.millrace.autoconfigure.hot;

import java.lang.reflect.Method;
import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.BeanFactoryUtils;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.util.Assert;
import org.springframework.util.ClassUtils;
import org.springframework.util.ReflectionUtils;
import org.springframework.web.cors.reactive.CorsConfigurationSource;
import org.springframework.web.cors.reactive.CorsWebFilter;
import org.springframework.web.reactive.config.CorsRegistry;
import org.springframework.web.reactive.config.WebFluxConfigurer;
import org.springframework.web.reactive.handler.AbstractHandlerMapping;

/**
 * Looks for a CORS configuration wherever an application can have one for more than a
 * single controller: filters, sources, configurers and the mappings themselves.
 *
 * @param beans the application's beans
 */
record CorsConfigurations(ListableBeanFactory beans) {

	/** The CORS configuration of actuator endpoints, which applies to nothing else. */
	private static final String ENDPOINTS = "org.springframework.boot.webflux.actuate.";

	/**
	 * The method by which a mapping tells its subclasses whether it has CORS rules for
	 * all handlers.
	 */
	private static final Method HAS_SOURCE = hasSource();

	private static Method hasSource() {
		Method method = ReflectionUtils.findMethod(AbstractHandlerMapping.class, "hasCorsConfigurationSource",
				Object.class);
		Assert.state(method != null, "AbstractHandlerMapping has no hasCorsConfigurationSource(Object)");
		ReflectionUtils.makeAccessible(method);
		return method;
	}

	/** Names the bean that configures CORS, {@code null} where none does. */
	@Nullable String find() {
		for (Class<?> type : List.of(CorsWebFilter.class, CorsConfigurationSource.class)) {
			for (String name : namesOf(type)) {
				return "bean '" + name + "' (CORS configuration)";
			}
		}
		for (String name : namesOf(WebFluxConfigurer.class)) {
			Mappings mappings = new Mappings();
			this.beans.getBean(name, WebFluxConfigurer.class).addCorsMappings(mappings);
			if (mappings.present()) {
				return "bean '" + name + "' (CORS mappings)";
			}
		}
		for (String name : namesOf(AbstractHandlerMapping.class)) {
			// A bean may be null, as Boot's mapping of the welcome page is if there
			// is no such page.
			if (this.beans.getBean(name) instanceof AbstractHandlerMapping mapping && configured(mapping)) {
				return "bean '" + name + "' (CORS configuration of a handler mapping)";
			}
		}
		return null;
	}

	private static boolean configured(AbstractHandlerMapping mapping) {
		return !ClassUtils.getUserClass(mapping).getName().startsWith(ENDPOINTS)
				&& Boolean.TRUE.equals(ReflectionUtils.invokeMethod(HAS_SOURCE, mapping, new Object()));
	}

	private String[] namesOf(Class<?> type) {
		return BeanFactoryUtils.beanNamesForTypeIncludingAncestors(this.beans, type);
	}

	private static final class Mappings extends CorsRegistry {

		private boolean present() {
			return !getCorsConfigurations().isEmpty();
		}

	}

}
