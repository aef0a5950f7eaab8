package dev.millrace.exchange;

import java.util.Map;
import java.util.Set;

/**
 * The sender of a request, as a guard has identified it: the owner of an API key, the
 * subject of a token. Immutable.
 *
 * @param id names the caller; shown in logs and counted by limits, so never a secret
 * @param scopes what the caller may do
 * @param attributes further facts by name, such as a tenant
 */
public record Caller(String id, Set<String> scopes, Map<String, String> attributes) {

	/**
	 * Copies the scopes and attributes.
	 * @throws IllegalArgumentException if the id is empty
	 */
	public Caller {
		if (id.isEmpty()) {
			throw new IllegalArgumentException("The id of a caller must not be empty");
		}
		scopes = Set.copyOf(scopes);
		attributes = Map.copyOf(attributes);
	}

	/**
	 * Creates a caller without scopes and attributes.
	 * @param id names the caller
	 * @return the caller
	 */
	public static Caller of(String id) {
		return new Caller(id, Set.of(), Map.of());
	}

}
