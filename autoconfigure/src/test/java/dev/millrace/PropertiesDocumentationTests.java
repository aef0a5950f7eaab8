package dev.millrace;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

import org.springframework.boot.context.properties.ConfigurationProperties;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Every property is described, and {@code docs/properties.md} says what the code says.
 */
class PropertiesDocumentationTests {

	private static final Path PAGE = Path.of("../docs/properties.md");

	private static final String COMMAND = "mvn -ntp -pl autoconfigure test -Dtest=PropertiesDocumentationTests -Dmillrace.docs.write=true";

	@Test
	void everyPropertyIsDescribed() throws IOException {
		assertThat(PropertiesDocumentation.of("millrace.").violations()).isEmpty();
	}

	@Test
	void everyPropertiesClassIsInTheMetadata() throws IOException {
		assertThat(PropertiesDocumentation.of("millrace.").sources())
			.containsAll(new ClassFileImporter().withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
				.importPackages("dev.millrace")
				.stream()
				.filter((type) -> type.isAnnotatedWith(ConfigurationProperties.class))
				.map(JavaClass::getName)
				.toList());
	}

	@Test
	void pageIsUpToDate() throws IOException {
		String expected = PropertiesDocumentation.of("millrace.").markdown(COMMAND);
		if (Boolean.getBoolean("millrace.docs.write")) {
			Files.writeString(PAGE, expected);
		}
		assertThat(PAGE).as("docs/properties.md is out of date, run: " + COMMAND).content().isEqualTo(expected);
	}

	@Test
	void describedRecordsAreRendered() throws IOException {
		PropertiesDocumentation documentation = PropertiesDocumentation.of("plain.");
		assertThat(documentation.violations()).isEmpty();
		assertThat(documentation.sources()).contains("dev.crooked.autoconfigure.PlainProperties");
		assertThat(documentation.markdown("command")).startsWith("# Configuration properties\n").endsWith("""
				```
				command
				```

				## plain.feature

				| name | type | default | description |
				|---|---|---|---|
				| `plain.feature.enabled` | `Boolean` | `true` | Whether it is on. |
				| `plain.feature.inner.size` | `DataSize` |  | Size of its buffer. |
				| `plain.feature.inner.timeout` | `Duration` | `10s` | Time until it gives up. |
				| `plain.feature.labels` | `Map<String, String>` |  | Labels by name. |
				| `plain.feature.mode` | `auto, io-uring` | `io-uring` | Way of working: one \\| two. |
				| `plain.feature.names` | `List<String>` | `a, b` | Names to use, in their order. |
				""");
	}

	@Test
	void brokenDescriptionsAreFound() throws IOException {
		assertThat(PropertiesDocumentation.of("crooked.").violations()).containsExactly(
				"crooked.values.article: the description starts with an article",
				"crooked.values.flag: the description of a switch starts with Whether or Enable",
				"crooked.values.inline: the description is plain text, without tags",
				"crooked.values.undescribed has no description",
				"crooked.values.unfinished: the description does not end with a full stop");
	}

}
