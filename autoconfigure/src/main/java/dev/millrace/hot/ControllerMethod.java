package dev.millrace.hot;

import java.lang.reflect.Method;

import org.jspecify.annotations.Nullable;

/**
 * The method of a controller that a route calls. Internal: made for methods with
 * {@link Hot}, which WebFlux serves by itself wherever the pipeline does not.
 *
 * @param method the method
 * @param bodyLimit most bytes of a body that are read, -1 where the body is not
 * @param left why the configuration of the application leaves the method to WebFlux,
 * {@code null} if it does not
 */
public record ControllerMethod(Method method, int bodyLimit, @Nullable String left) {

	@Override
	public String toString() {
		return this.method.getDeclaringClass().getName() + "." + this.method.getName() + "()";
	}

}
