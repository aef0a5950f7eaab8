package dev.millrace.hot.method;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import dev.millrace.hot.ControllerMethod;
import dev.millrace.hot.Hot;
import dev.millrace.hot.HotJson;
import dev.millrace.hot.HotRoute;
import dev.millrace.hot.HotRouteBuilder;
import dev.millrace.hot.HotRouteException;
import dev.millrace.hot.path.HotPattern;
import org.jspecify.annotations.Nullable;

import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.KotlinDetector;
import org.springframework.core.MethodParameter;
import org.springframework.core.convert.ConversionService;
import org.springframework.http.MediaType;
import org.springframework.util.ReflectionUtils;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.method.ControllerAdviceBean;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.reactive.HandlerMapping;
import org.springframework.web.reactive.result.method.RequestMappingInfo;
import org.springframework.web.reactive.result.method.RequestMappingInfoHandlerMapping;
import org.springframework.web.util.pattern.PathPattern;

/**
 * Makes hot routes of the methods of controllers that have {@link Hot}, once, at
 * start-up.
 */
public final class HotMethods {

	private final ConfigurableApplicationContext context;

	private final HotArguments arguments;

	private final HotResults results;

	private final HotCodecs codecs;

	private final HotSurroundings surroundings;

	/**
	 * Creates a maker of routes.
	 * @param context the application
	 * @param conversion converts values as WebFlux does
	 * @param json the application's JSON mapper
	 */
	public HotMethods(ConfigurableApplicationContext context, ConversionService conversion, HotJson json) {
		this.context = context;
		this.surroundings = new HotSurroundings(context);
		this.codecs = this.surroundings.codecs(json);
		this.arguments = new HotArguments(conversion, context.getBeanFactory()::resolveEmbeddedValue, this.codecs,
				KotlinDetector::isKotlinType);
		this.results = new HotResults(this.codecs);
	}

	/**
	 * Makes the routes.
	 * @param mappings the mappings of the application
	 * @return one route for each pattern and request method
	 * @throws HotRouteException if a method cannot be hot
	 */
	public List<HotRoute> routes(Iterable<? extends HandlerMapping> mappings) {
		List<HotRoute> routes = new ArrayList<>();
		for (HandlerMapping mapping : mappings) {
			if (mapping instanceof RequestMappingInfoHandlerMapping methods) {
				methods.getHandlerMethods().forEach((info, handler) -> add(routes, info, handler));
			}
		}
		return routes;
	}

	private void add(List<HotRoute> routes, RequestMappingInfo info, HandlerMethod handler) {
		Hot hot = handler.getMethodAnnotation(Hot.class);
		if (hot == null) {
			return;
		}
		String refusal = HotMethodCheck.refusal(info, handler);
		if (refusal == null) {
			refusal = refusal(handler);
		}
		if (refusal != null) {
			throw HotMethodCheck.refused(handler, refusal);
		}
		for (PathPattern pattern : info.getPatternsCondition().getPatterns()) {
			for (RequestMethod requestMethod : info.getMethodsCondition().getMethods()) {
				routes.add(route(hot, requestMethod, pattern, info, handler));
			}
		}
	}

	private @Nullable String refusal(HandlerMethod handler) {
		if (handler.getBean() instanceof String name && !this.context.getBeanFactory().isSingleton(name)) {
			return "its controller is not a singleton";
		}
		for (ControllerAdviceBean advice : ControllerAdviceBean.findAnnotatedBeans(this.context)) {
			Class<?> type = advice.getBeanType();
			if (type == null || !advice.isApplicableToBeanType(handler.getBeanType())
					|| type.getName().startsWith("org.springframework.")) {
				continue;
			}
			String helper = HotMethodCheck.helper(type);
			if (helper != null) {
				return "@ControllerAdvice " + type.getName() + " has " + helper + ", which the pipeline would pass by";
			}
		}
		return null;
	}

	private HotMethod bind(RequestMappingInfo info, HandlerMethod handler, HotPattern pattern) {
		List<HotArgument> bound = new ArrayList<>();
		for (MethodParameter parameter : handler.getMethodParameters()) {
			HotArgument argument = this.arguments.of(parameter, pattern);
			if (argument == null) {
				throw HotMethodCheck.refused(handler, HotMethodCheck.describe(parameter)
						+ " is no @PathVariable, @RequestParam, @RequestHeader or @RequestBody that can be bound here");
			}
			bound.add(argument);
		}
		if (info.getConsumesCondition().getExpressions().stream().anyMatch((expression) -> expression.isNegated())) {
			throw HotMethodCheck.refused(handler, "its mapping excludes media types");
		}
		Set<String> consumed = info.getConsumesCondition()
			.getConsumableMediaTypes()
			.stream()
			.map(MediaType::toString)
			.collect(Collectors.toUnmodifiableSet());
		HandlerMethod resolved = handler.createWithResolvedBean();
		Method method = resolved.getMethod();
		if (!method.getDeclaringClass().isInstance(resolved.getBean())) {
			throw HotMethodCheck.refused(handler, "its bean is a proxy that does not have the method");
		}
		ReflectionUtils.makeAccessible(method);
		return new HotMethod(resolved.getBean(), method, List.copyOf(bound), consumed, this.results.of(info, handler));
	}

	private HotRoute route(Hot hot, RequestMethod requestMethod, PathPattern pattern, RequestMappingInfo info,
			HandlerMethod handler) {
		HotPattern parsed = parsed(pattern, handler);
		HotMethod method = bind(info, handler, parsed);
		HotRouteBuilder builder = HotRouteBuilder.of(requestMethod.name(), parsed,
				new ControllerMethod(handler.getMethod(), method.bodyLimit(), left(handler, method)));
		if (hot.permitAll()) {
			builder.permitAll();
		}
		if (HotResults.isLater(handler)) {
			if (hot.blocking()) {
				throw HotMethodCheck.refused(handler, "it returns a Mono and says that it blocks");
			}
			return builder.handleAsync(method::answerLater);
		}
		return hot.blocking() ? builder.handleBlocking(method::answer) : builder.handle(method::answer);
	}

	private static HotPattern parsed(PathPattern pattern, HandlerMethod handler) {
		try {
			return HotPattern.parse(pattern.getPatternString());
		}
		catch (IllegalArgumentException ex) {
			throw HotMethodCheck.refused(handler, String.valueOf(ex.getMessage()));
		}
	}

	/** Why the application's configuration leaves the method to WebFlux. */
	private @Nullable String left(HandlerMethod handler, HotMethod method) {
		String reason = this.surroundings.reason(handler);
		String codec = (reason == null) ? method.foreignReader() : null;
		if (codec != null) {
			return "its body is read by " + codec + ", as the application configures it";
		}
		codec = (reason == null) ? this.codecs.foreignWriter(HotResults.typeOf(handler),
				MediaType.parseMediaType(method.result().mediaType())) : null;
		if (codec != null) {
			return "its result is written by " + codec + ", as the application configures it";
		}
		boolean unlimited = reason == null && method.bodyLimit() < 0 && method.body() != null;
		return unlimited ? "spring.http.codecs.max-in-memory-size is without a limit" : reason;
	}

}
