package dev.millrace.hot.method;

import java.util.List;

import dev.millrace.hot.HotRequest;
import dev.millrace.hot.HotRequestException;
import dev.millrace.hot.LeaveToWebFlux;
import org.jspecify.annotations.Nullable;

import org.springframework.core.convert.ConversionException;
import org.springframework.core.convert.ConversionService;
import org.springframework.core.convert.TypeDescriptor;

/**
 * Gives one argument of a controller's method. Values that are not plain are left to
 * WebFlux, which gives its own error.
 */
@FunctionalInterface
interface HotArgument {

	/**
	 * Takes the argument out of a request.
	 * @param request the request
	 * @return the argument
	 * @throws LeaveToWebFlux to leave the request to WebFlux
	 */
	@Nullable Object of(HotRequest request);

	/**
	 * Where a named value comes from.
	 */
	enum Source {

		/** A variable of the path. */
		PATH,

		/** The query. */
		QUERY,

		/** The headers. */
		HEADER;

		private List<String> values(HotRequest request, String name) {
			return switch (this) {
				case PATH -> List.of(request.pathVariable(name));
				case QUERY -> request.queryParams(name);
				case HEADER -> request.headers(name);
			};
		}

	}

	/**
	 * A value that has a name.
	 *
	 * @param source where it comes from
	 * @param name its name
	 * @param fallback what to take where there is none
	 * @param required whether there must be one
	 * @param type type of the argument
	 * @param conversion converts the value
	 */
	record Named(Source source, String name, @Nullable String fallback, boolean required, TypeDescriptor type,
			ConversionService conversion) implements HotArgument {

		@Override
		public @Nullable Object of(HotRequest request) {
			try {
				List<String> values = this.source.values(request, this.name);
				if (values.isEmpty() && this.fallback == null && !this.required) {
					return null;
				}
				return converted(values);
			}
			catch (ConversionException | HotRequestException ex) {
				throw LeaveToWebFlux.TO_WEBFLUX;
			}
		}

		private Object converted(List<String> values) {
			Object value = values.isEmpty() ? this.fallback : (values.size() == 1) ? values.get(0) : values;
			boolean plain = value != null && !values.contains("");
			Object argument = plain ? this.conversion.convert(value, TypeDescriptor.forObject(value), this.type) : null;
			if (argument == null) {
				throw LeaveToWebFlux.TO_WEBFLUX;
			}
			return argument;
		}

	}

	/**
	 * A variable that the pattern does not have: a method may be mapped to several
	 * patterns.
	 *
	 * @param required whether WebFlux refuses the request, or has another value than
	 * {@code null} for it
	 */
	record Absent(boolean required) implements HotArgument {

		@Override
		public @Nullable Object of(HotRequest request) {
			if (this.required) {
				throw LeaveToWebFlux.TO_WEBFLUX;
			}
			return null;
		}

	}

}
