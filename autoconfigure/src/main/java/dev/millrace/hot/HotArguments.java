package dev.millrace.hot;

import java.lang.reflect.Type;
import java.util.function.Function;

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
 */
record HotArguments(ConversionService conversion, Function<String, @Nullable String> placeholders) {

	/** The argument, {@code null} if the parameter cannot be bound. */
	@Nullable HotArgument of(MethodParameter parameter) {
		parameter.initParameterNameDiscovery(new DefaultParameterNameDiscoverer());
		PathVariable path = parameter.getParameterAnnotation(PathVariable.class);
		if (path != null) {
			return named(parameter, HotArgument.Source.PATH, path.name(), ValueConstants.DEFAULT_NONE, path.required());
		}
		RequestParam query = parameter.getParameterAnnotation(RequestParam.class);
		if (query != null) {
			return named(parameter, HotArgument.Source.QUERY, query.name(), query.defaultValue(), query.required());
		}
		RequestHeader header = parameter.getParameterAnnotation(RequestHeader.class);
		if (header != null) {
			return named(parameter, HotArgument.Source.HEADER, header.name(), header.defaultValue(), header.required());
		}
		Type type = parameter.getGenericParameterType();
		return (parameter.hasParameterAnnotation(RequestBody.class) && HotMethodCheck.isPlain(type))
				? new HotArgument.Body(type) : null;
	}

	private @Nullable HotArgument named(MethodParameter parameter, HotArgument.Source source, String written,
			String defaultValue, boolean required) {
		String name = written.isEmpty() ? parameter.getParameterName() : this.placeholders.apply(written);
		boolean hasDefault = !defaultValue.equals(ValueConstants.DEFAULT_NONE);
		String fallback = hasDefault ? this.placeholders.apply(defaultValue) : null;
		TypeDescriptor type = new TypeDescriptor(parameter);
		boolean expression = (name != null && name.contains("#{")) || (fallback != null && fallback.contains("#{"));
		if (name == null || expression || !isConverted(parameter, type)) {
			return null;
		}
		boolean needed = required && !parameter.isOptional() || parameter.getParameterType().isPrimitive();
		return new HotArgument.Named(source, name, fallback, needed, type, this.conversion);
	}

	private boolean isConverted(MethodParameter parameter, TypeDescriptor type) {
		Class<?> raw = parameter.getParameterType();
		return raw != Object.class && raw != java.util.Optional.class && !java.util.Map.class.isAssignableFrom(raw)
				&& this.conversion.canConvert(TypeDescriptor.valueOf(String.class), type);
	}

}
