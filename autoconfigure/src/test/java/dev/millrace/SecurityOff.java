package dev.millrace;

/**
 * Spring Security is on the test class path for the tests that are about it.
 */
public final class SecurityOff {

	/** Leaves Spring Security out of an application. */
	public static final String PROPERTY = "spring.autoconfigure.exclude="
			+ "org.springframework.boot.security.autoconfigure.web.reactive.ReactiveWebSecurityAutoConfiguration,"
			+ "org.springframework.boot.security.autoconfigure.ReactiveUserDetailsServiceAutoConfiguration,"
			+ "org.springframework.boot.security.autoconfigure.actuate.web.reactive.ReactiveManagementWebSecurityAutoConfiguration";

	private SecurityOff() {
	}

}
