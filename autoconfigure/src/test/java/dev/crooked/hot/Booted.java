package dev.crooked.hot;

import org.springframework.boot.SpringBootVersion;
import org.springframework.util.Assert;

/**
 * A feature that knows Spring Boot; Spring Framework it may know.
 */
public class Booted {

	String version() {
		String version = SpringBootVersion.getVersion();
		Assert.hasText(version, "no version");
		return version;
	}

}
