package dev.millrace.autoconfigure;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;

import com.tngtech.archunit.core.domain.JavaAnnotation;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.mock.env.MockEnvironment;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link BuildTimeValues}. A started jar shows the rest.
 */
class BuildTimeValuesTests {

	private final String[] built = BuildTimeValues.values(new MockEnvironment()).toArray(String[]::new);

	@Test
	void aStartWithTheValuesOfTheBuildChangesNothing() {
		MockEnvironment same = new MockEnvironment().withProperty("millrace.enabled", "TRUE");
		assertThat(BuildTimeValues.changed(same, this.built)).isEmpty();
	}

	@Test
	void otherValuesAreNamed() {
		MockEnvironment other = new MockEnvironment().withProperty("millrace.enabled", "false")
			.withProperty("millrace.statistics.signal", "USR2")
			.withProperty("millrace.transport.workers", "3");
		assertThat(BuildTimeValues.changed(other, this.built)).containsExactly(
				"millrace.enabled is 'true' (now 'false')", "millrace.statistics.signal is '' (now 'USR2')");
	}

	@Test
	void noConditionIsForgotten() {
		Set<String> names = new TreeSet<>(Set.of("millrace.statistics.signal"));
		for (JavaClass type : new ClassFileImporter().withImportOption(new ImportOption.DoNotIncludeTests())
			.importPackages(BuildTimeValues.class.getPackageName())) {
			type.getAnnotations().forEach((annotation) -> collect(annotation, names));
			type.getMethods()
				.forEach((method) -> method.getAnnotations().forEach((annotation) -> collect(annotation, names)));
		}
		names.removeIf((name) -> !name.startsWith("millrace."));
		assertThat(BuildTimeValues.DEFAULTS.keySet()).containsExactlyElementsOf(names);
	}

	private static void collect(JavaAnnotation<?> annotation, Set<String> names) {
		if (annotation.getRawType().isEquivalentTo(ConditionalOnProperty.class)
				|| annotation.getRawType().isEquivalentTo(ConditionalOnBooleanProperty.class)) {
			for (String member : List.of("name", "value")) {
				names.addAll(List.of((String[]) annotation.get(member).orElse(new String[0])));
			}
		}
	}

}
