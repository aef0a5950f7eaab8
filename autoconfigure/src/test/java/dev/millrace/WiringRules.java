package dev.millrace;

import java.lang.annotation.Annotation;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.context.annotation.Bean;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;

/**
 * How the wiring looks. Every rule takes the root package, so that it can be tried on a
 * house that breaks it.
 */
final class WiringRules {

	private WiringRules() {
	}

	static ArchRule autoConfigurationsArePublicFinalAndNamed(String root) {
		return classes().that()
			.areAnnotatedWith(AutoConfiguration.class)
			.should()
			.bePublic()
			.andShould()
			.haveModifier(JavaModifier.FINAL)
			.andShould()
			.haveSimpleNameEndingWith("AutoConfiguration")
			.andShould()
			.resideInAPackage(root + ".autoconfigure..");
	}

	static ArchRule autoConfigurationsHaveNoPublicMembers(String root) {
		return classes().that().areAnnotatedWith(AutoConfiguration.class).should(haveNoPublicMembers());
	}

	static ArchRule annotatedClassesAreImported(Class<? extends Annotation> annotation, Collection<String> imports) {
		return classes().should(equalTheImports(annotation, imports));
	}

	static ArchRule beanMethodsArePackagePrivate(String root) {
		return methods().that().areAnnotatedWith(Bean.class).should().bePackagePrivate();
	}

	static ArchRule propertiesAreRecordsOfAutoconfigure(String root) {
		return classes().that()
			.haveSimpleNameEndingWith("Properties")
			.should()
			.beRecords()
			.andShould()
			.resideInAPackage(root + ".autoconfigure..");
	}

	static ArchRule configurationPropertiesAreNamedSo(String root) {
		return classes().that()
			.areAnnotatedWith(ConfigurationProperties.class)
			.should()
			.haveSimpleNameEndingWith("Properties");
	}

	private static ArchCondition<JavaClass> haveNoPublicMembers() {
		return new ArchCondition<>("have no public members besides the constructor") {

			@Override
			public void check(JavaClass item, ConditionEvents events) {
				for (JavaMember member : item.getMembers()) {
					boolean allowed = item.getConstructors().contains(member)
							|| !member.getModifiers().contains(JavaModifier.PUBLIC);
					events.add(new SimpleConditionEvent(member, allowed, member.getFullName() + " is public"));
				}
			}

		};
	}

	private static ArchCondition<JavaClass> equalTheImports(Class<? extends Annotation> annotation,
			Collection<String> imports) {
		return new ArchCondition<>("equal the lines of " + annotation.getName() + ".imports") {

			private final Set<String> missing = new HashSet<>(imports);

			@Override
			public void check(JavaClass item, ConditionEvents events) {
				boolean annotated = item.isAnnotatedWith(annotation);
				boolean listed = this.missing.remove(item.getName());
				events.add(new SimpleConditionEvent(item, annotated == listed,
						item.getName() + (listed ? " is listed but not annotated" : " is annotated but not listed")));
			}

			@Override
			public void finish(ConditionEvents events) {
				this.missing
					.forEach((name) -> events.add(SimpleConditionEvent.violated(name, name + " does not exist")));
			}

		};
	}

}
