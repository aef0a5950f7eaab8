package dev.millrace.hot;

import java.lang.reflect.Method;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.MethodParameter;
import org.springframework.core.ResolvableType;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.core.convert.ConversionService;
import org.springframework.http.MediaType;
import org.springframework.util.ReflectionUtils;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.bind.annotation.ResponseStatus;
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

	private final HotJson json;

	/**
	 * Creates a maker of routes.
	 * @param context the application
	 * @param conversion converts values as WebFlux does
	 * @param json the application's JSON mapper
	 */
	public HotMethods(ConfigurableApplicationContext context, ConversionService conversion, HotJson json) {
		this.context = context;
		this.arguments = new HotArguments(conversion, context.getBeanFactory()::resolveEmbeddedValue);
		this.json = json;
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
			throw refused(handler, refusal);
		}
		HotMethod method = bind(info, handler);
		for (PathPattern pattern : info.getPatternsCondition().getPatterns()) {
			for (RequestMethod requestMethod : info.getMethodsCondition().getMethods()) {
				routes.add(route(hot, requestMethod, pattern, handler, method));
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

	private HotMethod bind(RequestMappingInfo info, HandlerMethod handler) {
		List<HotArgument> bound = new ArrayList<>();
		for (MethodParameter parameter : handler.getMethodParameters()) {
			HotArgument argument = this.arguments.of(parameter);
			if (argument == null) {
				throw refused(handler, HotMethodCheck.describe(parameter)
						+ " is no @PathVariable, @RequestParam, @RequestHeader or @RequestBody that can be bound here");
			}
			bound.add(argument);
		}
		if (info.getConsumesCondition().getExpressions().stream().anyMatch((expression) -> expression.isNegated())) {
			throw refused(handler, "its mapping excludes media types");
		}
		Set<String> consumed = info.getConsumesCondition()
			.getConsumableMediaTypes()
			.stream()
			.map(MediaType::toString)
			.collect(Collectors.toUnmodifiableSet());
		HandlerMethod resolved = handler.createWithResolvedBean();
		Method method = resolved.getMethod();
		ReflectionUtils.makeAccessible(method);
		return new HotMethod(resolved.getBean(), method, List.copyOf(bound), consumed, result(info, handler));
	}

	@SuppressWarnings("ReferenceEquality")
	private HotResult result(RequestMappingInfo info, HandlerMethod handler) {
		ResolvableType returned = ResolvableType.forMethodReturnType(handler.getMethod(), handler.getBeanType());
		Type type = isLater(handler) ? returned.getGeneric(0).getType() : returned.getType();
		if (!HotMethodCheck.isPlain(type)) {
			throw refused(handler, "it returns " + returned + ", which is neither String, byte[], a value for JSON nor "
					+ "a Mono of one of these");
		}
		boolean isJson = type != String.class && type != byte[].class;
		if (isJson && this.json == HotJson.NONE) {
			throw refused(handler, "there is no JSON mapper for what it returns");
		}
		return new HotResult(type, mediaType(info, handler, type), status(handler), this.json);
	}

	private static String mediaType(RequestMappingInfo info, HandlerMethod handler, Type type) {
		MediaType usual = (type == String.class) ? MediaType.TEXT_PLAIN
				: (type == byte[].class) ? MediaType.APPLICATION_OCTET_STREAM : MediaType.APPLICATION_JSON;
		Set<MediaType> types = info.getProducesCondition().getProducibleMediaTypes();
		if (types.isEmpty()) {
			return usual.toString();
		}
		MediaType only = types.iterator().next();
		boolean usable = types.size() == 1
				&& ((type == byte[].class && only.isConcrete()) || only.toString().equals(usual.toString()));
		if (!usable) {
			throw refused(handler, "it produces " + types + " where only " + usual + " can be answered");
		}
		return only.toString();
	}

	private static int status(HandlerMethod handler) {
		ResponseStatus status = AnnotatedElementUtils.findMergedAnnotation(handler.getMethod(), ResponseStatus.class);
		if (status == null) {
			status = AnnotatedElementUtils.findMergedAnnotation(handler.getBeanType(), ResponseStatus.class);
		}
		if (status == null) {
			return 200;
		}
		if (!status.reason().isEmpty()) {
			throw refused(handler, "its @ResponseStatus has a reason");
		}
		return status.code().value();
	}

	private static HotRoute route(Hot hot, RequestMethod requestMethod, PathPattern pattern, HandlerMethod handler,
			HotMethod method) {
		HotRouteBuilder builder;
		try {
			builder = HotRoute.method(requestMethod.name(), pattern.getPatternString()).of(handler.getMethod());
		}
		catch (IllegalArgumentException ex) {
			throw refused(handler, String.valueOf(ex.getMessage()));
		}
		builder.permitAll = hot.permitAll();
		boolean readsBody = method.arguments().stream().anyMatch((argument) -> argument instanceof HotArgument.Body);
		builder.bodyLimit = readsBody ? HotRouteBuilder.DEFAULT_BODY : -1;
		if (isLater(handler)) {
			if (hot.blocking()) {
				throw refused(handler, "it returns a Mono and says that it blocks");
			}
			return builder.handleAsync(method::answerLater);
		}
		return hot.blocking() ? builder.handleBlocking(method::answer) : builder.handle(method::answer);
	}

	private static boolean isLater(HandlerMethod handler) {
		return handler.getMethod().getReturnType() == Mono.class;
	}

	private static HotRouteException refused(HandlerMethod handler, String reason) {
		return new HotRouteException("@Hot method " + handler + " cannot be answered from the pipeline: " + reason,
				"Remove @Hot from the method, so that WebFlux answers it, or remove what stands against it.");
	}

}
