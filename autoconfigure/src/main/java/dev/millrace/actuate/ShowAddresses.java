package dev.millrace.actuate;

import org.springframework.boot.actuate.endpoint.SecurityContext;

/**
 * Who may see the addresses of clients. Others see the network they come from.
 */
public enum ShowAddresses {

	/** No user. */
	NEVER,

	/** Users who have logged in. */
	WHEN_AUTHORIZED,

	/** Everybody who may read the endpoint. */
	ALWAYS;

	boolean to(SecurityContext reader) {
		return this == ALWAYS || (this == WHEN_AUTHORIZED && reader.getPrincipal() != null);
	}

}
