package dev.millrace.transport.advice;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class VersionsTests {

	@ParameterizedTest
	@CsvSource({ "4.2.17.Final, 4.2.18.Final, true", "4.2.18.Final, 4.2.18.Final, false",
			"4.2.19.Final, 4.2.18.Final, false", "4.1.99.Final, 4.2.18.Final, true", "4.3.0, 4.2.18.Final, false",
			"1.3.8-SNAPSHOT, 1.3.8, false", "1.3, 1.3.8, true", "unknown, 1.3.8, true", ", 1.3.8, false" })
	void comparesByNumbers(String version, String other, boolean older) {
		assertThat(Versions.isOlder(version, other)).isEqualTo(older);
	}

	@Test
	void readsTheVersionsOfTheClassPath() {
		Versions versions = Versions.current();
		assertThat(versions.netty()).startsWith("4.2.");
		assertThat(versions.reactorNetty()).startsWith("1.3.");
		assertThat(versions.springBoot()).startsWith("4.");
		assertThat(versions.java()).startsWith(String.valueOf(Runtime.version().feature()));
	}

}
