package dev.millrace.hot.method;

import java.lang.reflect.Type;
import java.util.function.Function;
import java.util.function.Predicate;

import dev.millrace.hot.path.HotPattern;
import org.jspecify.annotations.Nullable;

import org.springframework.core.DefaultParameterNameDiscoverer;
import org.springframework.core.MethodParameter;
import org.springframework.core.convert.ConversionService;
import org.springframework.core.convert.TypeDescriptor;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ValueConstants;

/**
 * Binds the parameters of controllers' methods.
 *
 * @param conversion converts values
 * @param placeholders resolves placeholders in names and default values
 * @param codecs the codecs of WebFlux
 * @param kotlin whether a class is compiled from Kotlin; the parameters of its methods
 * may have default values, which WebFlux takes by reflection where a request has none
 */
record HotArguments(ConversionService conversion, Function<String, @Nullable String> placeholders, HotCodecs codecs,
		Predicate<Class<?>> kotlin) {

	/**
	 * Binds a parameter, by the annotation that WebFlux asks for first.
	 * @param parameter the parameter
	 * @param pattern the pattern of the route
	 * @return the argument, {@code null} if the parameter cannot be bound
	 */
	@Nullable HotArgument of(MethodParameter parameter, HotPattern pattern) {
		parameter.initParameterNameDiscovery(new DefaultParameterNameDiscoverer());
		RequestParam query = parameter.getParameterAnnotation(RequestParam.class);
		if (query != null) {
			return named(parameter, HotArgument.Source.QUERY, query.name(), query.defaultValue(), query.required());
		}
		PathVariable path = parameter.getParameterAnnotation(PathVariable.class);
		if (path != null) {
			HotArgument.Named variable = named(parameter, HotArgument.Source.PATH, path.name(),
					ValueConstants.DEFAULT_NONE, path.required());
			return (variable == null || pattern.indexOf(variable.name()) >= 0) ? variable
					: new HotArgument.Absent(variable.required());
		}
		Type type = parameter.getGenericParameterType();
		if (parameter.hasParameterAnnotation(RequestBody.class)) {
			return HotMethodCheck.isPlain(type) ? new HotBody(type, this.codecs) : null;
		}
		RequestHeader header = parameter.getParameterAnnotation(RequestHeader.class);
		return (header != null)
				? named(parameter, HotArgument.Source.HEADER, header.name(), header.defaultValue(), header.required())
				: null;
	}

	private HotArgument.@Nullable Named named(MethodParameter parameter, HotArgument.Source source, String written,
			String defaultValue, boolean required) {
		String name = written.isEmpty() ? parameter.getParameterName() : this.placeholders.apply(written);
		boolean hasDefault = !defaultValue.equals(ValueConstants.DEFAULT_NONE);
		String fallback = hasDefault ? this.placeholders.apply(defaultValue) : null;
		TypeDescriptor type = new TypeDescriptor(parameter);
		boolean expression = (name != null && name.contains("#{")) || (fallback != null && fallback.contains("#{"));
		if (name == null || expression || !isConverted(parameter, type)) {
			return null;
		}
		boolean needed = (required && !parameter.isOptional()) || parameter.getParameterType().isPrimitive()
				|| this.kotlin.test(parameter.getDeclaringClass());
		return new HotArgument.Named(source, name, fallback, needed, type, this.conversion);
	}

	private boolean isConverted(MethodParameter parameter, TypeDescriptor type) {
		Class<?> raw = parameter.getParameterType();
		return raw != Object.class && raw != java.util.Optional.class && !java.util.Map.class.isAssignableFrom(raw)
				&& this.conversion.canConvert(TypeDescriptor.valueOf(String.class), type);
	}

}
