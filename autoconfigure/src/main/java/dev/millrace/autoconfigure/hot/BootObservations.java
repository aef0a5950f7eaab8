package dev.millrace.autoconfigure.hot;

import java.util.List;
import java.util.stream.Stream;

import io.micrometer.core.instrument.observation.DefaultMeterObservationHandler;
import io.micrometer.observation.GlobalObservationConvention;
import io.micrometer.observation.ObservationFilter;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationPredicate;

import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.http.server.reactive.observation.DefaultServerRequestObservationConvention;
import org.springframework.http.server.reactive.observation.ServerRequestObservationConvention;
import org.springframework.util.ClassUtils;

/**
 * The beans that determine the observations of requests.
 *
 * @param convention name and key values
 * @param handlers are told about observations, to make meters of them for instance
 * @param predicates say which observations there are
 * @param filters change observations
 * @param conventions conventions for all observations
 * @param customized whether the application changes the registry in code, by which it may
 * have added any of these
 */
record BootObservations(ServerRequestObservationConvention convention, List<ObservationHandler<?>> handlers,
		List<ObservationPredicate> predicates, List<ObservationFilter> filters,
		List<GlobalObservationConvention<?>> conventions, boolean customized) {

	private static final String BOOTS_OWN = "org.springframework.boot.micrometer.observation.autoconfigure.PropertiesObservationFilterPredicate";

	private static final String CUSTOMIZER = "org.springframework.boot.micrometer.observation.autoconfigure.ObservationRegistryCustomizer";

	static BootObservations of(ListableBeanFactory beans) {
		ServerRequestObservationConvention convention = beans.getBeanProvider(ServerRequestObservationConvention.class)
			.getIfAvailable(DefaultServerRequestObservationConvention::new);
		return new BootObservations(convention, all(beans, ObservationHandler.class),
				all(beans, ObservationPredicate.class), all(beans, ObservationFilter.class),
				all(beans, GlobalObservationConvention.class), customized(beans));
	}

	@SuppressWarnings("unchecked")
	private static <T> List<T> all(ListableBeanFactory beans, Class<? super T> type) {
		return (List<T>) beans.getBeanProvider(type).orderedStream().toList();
	}

	private static boolean customized(ListableBeanFactory beans) {
		ClassLoader classLoader = BootObservations.class.getClassLoader();
		return ClassUtils.isPresent(CUSTOMIZER, classLoader)
				&& beans.getBeanProvider(ClassUtils.resolveClassName(CUSTOMIZER, classLoader))
					.stream()
					.anyMatch((customizer) -> !customizer.getClass().getName().startsWith("org.springframework."));
	}

	/**
	 * Whether all of these are Spring Boot's. Beans of others may look at each request,
	 * or record it elsewhere, so that a timer that was found once cannot replace them.
	 */
	boolean untouched() {
		return this.convention.getClass() == DefaultServerRequestObservationConvention.class
				&& this.conventions.isEmpty() && !this.customized && this.handlers.size() == 1
				&& this.handlers.get(0).getClass() == DefaultMeterObservationHandler.class
				&& Stream.concat(this.predicates.stream(), this.filters.stream())
					.allMatch((part) -> part.getClass().getName().equals(BOOTS_OWN));
	}

}
