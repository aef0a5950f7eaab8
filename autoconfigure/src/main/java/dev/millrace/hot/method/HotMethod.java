package dev.millrace.hot.method;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Set;

import dev.millrace.hot.HotRequest;
import dev.millrace.hot.HotResponse;
import dev.millrace.hot.LeaveToWebFlux;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Calls a controller's method for a request.
 *
 * @param bean the controller, as others are given it
 * @param method the method
 * @param arguments gives the arguments
 * @param consumed types of body that the method takes, none for all
 * @param result makes the answer
 */
record HotMethod(Object bean, Method method, List<HotArgument> arguments, Set<String> consumed, HotResult result) {

	/** The argument that is the body, {@code null} if none is. */
	@Nullable HotBody body() {
		for (HotArgument argument : this.arguments) {
			if (argument instanceof HotBody body) {
				return body;
			}
		}
		return null;
	}

	/** Most bytes of a body that are read, -1 where the body is not. */
	int bodyLimit() {
		HotBody body = body();
		return (body != null) ? body.limit() : -1;
	}

	/** The codec that reads the body otherwise, {@code null} if there is none. */
	@Nullable String foreignReader() {
		HotBody body = body();
		return (body != null) ? body.foreignReader() : null;
	}

	HotResponse answer(HotRequest request) throws Exception {
		return this.result.of(call(request));
	}

	@SuppressWarnings("unchecked")
	Mono<HotResponse> answerLater(HotRequest request) {
		@Nullable Object[] values = values(request);
		return Mono.defer(() -> {
			try {
				Mono<Object> value = (Mono<Object>) invoke(values);
				return (value != null) ? value.map(this.result::of) : Mono.empty();
			}
			catch (Exception ex) {
				return Mono.error(ex);
			}
		}).switchIfEmpty(Mono.fromSupplier(() -> this.result.of(null)));
	}

	private @Nullable Object call(HotRequest request) throws Exception {
		return invoke(values(request));
	}

	private @Nullable Object[] values(HotRequest request) {
		if (!this.result.accepted(request) || !takes(request)) {
			throw LeaveToWebFlux.TO_WEBFLUX;
		}
		@Nullable Object[] values = new Object[this.arguments.size()];
		for (int i = 0; i < values.length; i++) {
			values[i] = this.arguments.get(i).of(request);
		}
		return values;
	}

	private boolean takes(HotRequest request) {
		return this.consumed.isEmpty() || this.consumed.contains(request.contentType());
	}

	private @Nullable Object invoke(@Nullable Object[] values) throws Exception {
		try {
			return this.method.invoke(this.bean, values);
		}
		catch (InvocationTargetException ex) {
			if (ex.getCause() instanceof Exception cause) {
				throw cause;
			}
			throw ex;
		}
	}

}
