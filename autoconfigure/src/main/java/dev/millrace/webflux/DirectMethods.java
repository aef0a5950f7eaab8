package dev.millrace.webflux;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpMethod;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.reactive.result.condition.MediaTypeExpression;
import org.springframework.web.reactive.result.method.RequestMappingInfo;

/**
 * A table of the controller methods that are selected by path and HTTP method alone.
 * Immutable.
 */
final class DirectMethods {

	private final Map<String, List<Entry>> entries;

	private DirectMethods(Map<String, List<Entry>> entries) {
		this.entries = entries;
	}

	static DirectMethods of(Map<RequestMappingInfo, HandlerMethod> mappings) {
		Map<String, List<RequestMappingInfo>> candidates = new HashMap<>();
		for (RequestMappingInfo mapping : mappings.keySet()) {
			for (String path : mapping.getDirectPaths()) {
				candidates.computeIfAbsent(path, (key) -> new ArrayList<>()).add(mapping);
			}
		}
		Map<String, List<Entry>> entries = new HashMap<>();
		mappings.forEach((mapping, handler) -> {
			for (String path : mapping.getDirectPaths()) {
				for (RequestMethod method : mapping.getMethodsCondition().getMethods()) {
					if (isLiteral(path) && decides(mapping, method, candidates.getOrDefault(path, List.of()))) {
						entries.computeIfAbsent(path, (key) -> new ArrayList<>(1))
							.add(new Entry(method.asHttpMethod(), mapping, handler,
									!mapping.getProducesCondition().isEmpty()));
					}
				}
			}
		});
		return new DirectMethods(entries);
	}

	/**
	 * Whether a pattern is a plain path. Patterns that need decoding or matching are left
	 * to Spring.
	 */
	private static boolean isLiteral(String path) {
		return path.startsWith("/") && path.indexOf('%') < 0 && path.indexOf(';') < 0;
	}

	private static boolean decides(RequestMappingInfo mapping, RequestMethod method,
			List<RequestMappingInfo> candidates) {
		// OPTIONS may be a CORS preflight, which Spring matches by the method that it
		// announces.
		return method != RequestMethod.OPTIONS && isPlain(mapping)
				&& candidates.stream().noneMatch((other) -> !other.equals(mapping) && mayServe(other, method));
	}

	private static boolean isPlain(RequestMappingInfo mapping) {
		return mapping.getPatternsCondition().getPatterns().size() == 1 && mapping.getParamsCondition().isEmpty()
				&& mapping.getHeadersCondition().isEmpty() && mapping.getConsumesCondition().isEmpty()
				&& mapping.getVersionCondition().isEmpty() && mapping.getCustomCondition() == null
				&& mapping.getProducesCondition().getExpressions().stream().noneMatch(MediaTypeExpression::isNegated);
	}

	private static boolean mayServe(RequestMappingInfo mapping, RequestMethod method) {
		Set<RequestMethod> methods = mapping.getMethodsCondition().getMethods();
		return methods.isEmpty() || methods.contains(method);
	}

	@Nullable Entry find(String path, HttpMethod method) {
		List<Entry> found = this.entries.get(path);
		if (found != null) {
			for (int i = 0; i < found.size(); i++) {
				if (found.get(i).httpMethod().equals(method)) {
					return found.get(i);
				}
			}
		}
		return null;
	}

	/**
	 * A method of a controller.
	 *
	 * @param httpMethod the HTTP method that it serves
	 * @param mapping how it is mapped
	 * @param method the method
	 * @param produces whether it says what it produces
	 */
	record Entry(HttpMethod httpMethod, RequestMappingInfo mapping, HandlerMethod method, boolean produces) {
	}

}
