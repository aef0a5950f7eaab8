package dev.millrace.hot.webflux;

import java.util.ArrayList;
import java.util.List;

import dev.millrace.hot.path.HotPattern;

import org.springframework.http.server.PathContainer;
import org.springframework.http.server.PathContainer.Element;

/**
 * Takes the variables out of paths that came through WebFlux, not decoded.
 */
final class PathVariables {

	private PathVariables() {
	}

	static List<String> of(HotPattern pattern, PathContainer path) {
		List<String> variables = new ArrayList<>();
		List<Element> elements = path.elements();
		int at = 0;
		for (HotPattern.Segment segment : pattern.segments()) {
			switch (segment.type()) {
				case REST -> variables.add(rest(elements, at));
				case VARIABLE -> variables.add(withoutParameters(elements.get(at + 1)));
				case LITERAL -> {
					// A literal segment: it has matched and has no value.
				}
			}
			at += 2;
		}
		return variables;
	}

	private static String rest(List<Element> elements, int from) {
		StringBuilder rest = new StringBuilder();
		for (int i = from; i < elements.size(); i++) {
			rest.append(withoutParameters(elements.get(i)));
		}
		return rest.toString();
	}

	private static String withoutParameters(Element element) {
		String value = element.value();
		int semicolon = value.indexOf(';');
		return (semicolon < 0) ? value : value.substring(0, semicolon);
	}

}
