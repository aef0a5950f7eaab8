package dev.millrace.autoconfigure;

import java.util.List;
import java.util.stream.Stream;

import io.micrometer.core.instrument.observation.DefaultMeterObservationHandler;
import io.micrometer.core.instrument.observation.MeterObservationHandler;
import io.micrometer.observation.GlobalObservationConvention;
import io.micrometer.observation.ObservationFilter;
import io.micrometer.observation.ObservationPredicate;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.http.server.reactive.observation.DefaultServerRequestObservationConvention;
import org.springframework.http.server.reactive.observation.ServerRequestObservationConvention;

/**
 * What shapes the observations of requests.
 *
 * @param convention name and key values
 * @param handlers make meters of observations
 * @param predicates say which observations there are
 * @param filters change observations
 * @param conventions conventions for all observations
 */
record BootObservations(ServerRequestObservationConvention convention, List<MeterObservationHandler<?>> handlers,
		List<ObservationPredicate> predicates, List<ObservationFilter> filters,
		List<GlobalObservationConvention<?>> conventions) {

	private static final String BOOTS_OWN = "org.springframework.boot.micrometer.observation.autoconfigure.PropertiesObservationFilterPredicate";

	static BootObservations of(ObjectProvider<ServerRequestObservationConvention> convention,
			ObjectProvider<MeterObservationHandler<?>> handlers, ObjectProvider<ObservationPredicate> predicates,
			ObjectProvider<ObservationFilter> filters, ObjectProvider<GlobalObservationConvention<?>> conventions) {
		return new BootObservations(convention.getIfAvailable(DefaultServerRequestObservationConvention::new),
				handlers.orderedStream().toList(), predicates.orderedStream().toList(),
				filters.orderedStream().toList(), conventions.orderedStream().toList());
	}

	/**
	 * Whether all of it is Spring Boot's. What others contribute may look at each single
	 * request, or record it somewhere else.
	 */
	boolean untouched() {
		return this.convention.getClass() == DefaultServerRequestObservationConvention.class
				&& this.conventions.isEmpty() && this.handlers.size() == 1
				&& this.handlers.get(0).getClass() == DefaultMeterObservationHandler.class
				&& Stream.concat(this.predicates.stream(), this.filters.stream())
					.allMatch((part) -> part.getClass().getName().equals(BOOTS_OWN));
	}

}
