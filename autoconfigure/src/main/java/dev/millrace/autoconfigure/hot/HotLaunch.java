package dev.millrace.autoconfigure.hot;

import dev.millrace.autoconfigure.ActuatorPath;
import dev.millrace.exchange.ByteLane;
import dev.millrace.exchange.FilterChain;
import dev.millrace.exchange.foreign.WebFluxReasons;
import dev.millrace.exchange.message.AnswerCompression;
import dev.millrace.hot.HotByteLane;
import dev.millrace.hot.HotJson;
import dev.millrace.hot.HotRoute;
import dev.millrace.hot.HotRoutes;
import dev.millrace.hot.method.HotMethods;
import dev.millrace.hot.startup.HotStartup;
import dev.millrace.hot.startup.HotStartup.Undeclared;
import dev.millrace.transport.server.ServerCompression;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.convert.ConversionService;
import org.springframework.format.support.DefaultFormattingConversionService;
import org.springframework.web.reactive.HandlerMapping;
import org.springframework.web.reactive.handler.AbstractHandlerMapping;

/**
 * Completes the hot routes once all beans are there, before the port opens.
 *
 * @param routes the hot routes
 * @param undeclared what becomes of routes that do not say who may use them
 * @param filters the filters of the pipeline, if there is one
 * @param byteLanes answers routes from bytes, if it is switched on
 * @param json the application's JSON mapper
 * @param context the application
 */
record HotLaunch(HotRoutes routes, Undeclared undeclared, ObjectProvider<FilterChain> filters,
		ObjectProvider<ByteLane> byteLanes, HotJson json,
		ConfigurableApplicationContext context) implements SmartInitializingSingleton {

	private static final String CONVERSION_SERVICE = "webFluxConversionService";

	@Override
	public void afterSingletonsInstantiated() {
		ObjectProvider<HandlerMapping> mappings = this.context.getBeanProvider(HandlerMapping.class);
		HotMethods methods = new HotMethods(this.context, conversion(), this.json);
		this.routes.register(methods.routes(mappings).toArray(HotRoute[]::new));
		heedVersions(mappings);
		HotStartup.refuseHiding(this.routes, mappings, ActuatorPath.onServerPort(this.context.getEnvironment()));
		FilterChain chain = this.filters.getIfAvailable();
		AnswerCompression compression = (chain != null) ? ServerCompression.find(this.context) : null;
		HotStartup.decide(this.routes, this.undeclared, new BypassDetector(this.context).find().with(compression),
				chain, hotLane());
	}

	private @Nullable HotByteLane hotLane() {
		for (ByteLane lane : this.byteLanes) {
			if (lane instanceof HotByteLane hot) {
				return hot;
			}
		}
		return null;
	}

	/** WebFlux takes the version out of every request, also out of those to the twins. */
	private void heedVersions(ObjectProvider<HandlerMapping> mappings) {
		for (HandlerMapping mapping : mappings) {
			if (mapping instanceof AbstractHandlerMapping known && known.getApiVersionStrategy() != null) {
				this.context.getBeanProvider(WebFluxReasons.class)
					.ifAvailable((reasons) -> reasons.add(new WebFluxReasons.Reason("api-versions",
							"the application has API versions, which WebFlux checks on every request",
							"configure no API versions, or live with the routes in WebFlux")));
			}
		}
	}

	private ConversionService conversion() {
		return this.context.containsBean(CONVERSION_SERVICE)
				? this.context.getBean(CONVERSION_SERVICE, ConversionService.class)
				: new DefaultFormattingConversionService();
	}

}
