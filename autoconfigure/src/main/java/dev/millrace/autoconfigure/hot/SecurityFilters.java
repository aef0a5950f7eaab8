package dev.millrace.autoconfigure.hot;

import java.util.List;

import dev.millrace.hot.lane.Surroundings;
import dev.millrace.hot.lane.Surroundings.Layer;

import org.springframework.beans.factory.BeanFactoryUtils;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.security.web.server.SecurityWebFilterChain;
import org.springframework.security.web.server.WebFilterChainProxy;
import org.springframework.security.web.server.csrf.CsrfWebFilter;
import org.springframework.security.web.server.firewall.ServerWebExchangeFirewall;
import org.springframework.security.web.server.transport.HttpsRedirectWebFilter;
import org.springframework.web.cors.reactive.CorsWebFilter;
import org.springframework.web.server.WebFilter;

/**
 * Finds the filters in Spring Security's chains that protect also routes that are open to
 * all, such as CSRF protection. Must be loaded only where Spring Security is present.
 *
 * @param beans the application's beans
 */
record SecurityFilters(ListableBeanFactory beans) {

	/** Adds the filters of the chains. */
	Surroundings addTo(Surroundings surroundings) {
		String[] names = namesOf(SecurityWebFilterChain.class);
		Surroundings found = surroundings;
		for (String name : namesOf(ServerWebExchangeFirewall.class)) {
			found = found.with(Layer.FIREWALL, "bean '" + name + "' (firewall of Spring Security)");
		}
		for (String name : names) {
			List<WebFilter> filters = this.beans.getBean(name, SecurityWebFilterChain.class)
				.getWebFilters()
				.collectList()
				.block();
			for (WebFilter filter : (filters != null) ? filters : List.<WebFilter>of()) {
				found = add(filter, "bean '" + name + "' (Spring Security)", found);
			}
		}
		return (names.length > 0) ? found : addUnseen(found);
	}

	private static Surroundings add(WebFilter filter, String name, Surroundings found) {
		if (filter instanceof CorsWebFilter) {
			return found.with(Layer.CORS, name);
		}
		if (filter instanceof CsrfWebFilter) {
			return found.with(Layer.CSRF, name);
		}
		return (filter instanceof HttpsRedirectWebFilter) ? found.with(Layer.HTTPS_REDIRECT, name) : found;
	}

	/**
	 * Without a chain among the beans, the proxy has a chain of its own, which no method
	 * returns: by default one that looks for CSRF tokens.
	 */
	private Surroundings addUnseen(Surroundings surroundings) {
		Surroundings found = surroundings;
		for (String name : namesOf(WebFilterChainProxy.class)) {
			found = found.with(Layer.CSRF, "bean '" + name + "' (Spring Security)");
		}
		return found;
	}

	private String[] namesOf(Class<?> type) {
		return BeanFactoryUtils.beanNamesForTypeIncludingAncestors(this.beans, type);
	}

}
