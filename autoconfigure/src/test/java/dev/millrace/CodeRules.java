package dev.millrace;

import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitCallTarget;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import io.netty.channel.ChannelHandler;
import org.slf4j.Logger;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;

/**
 * What code on an event loop, and code in general, leaves alone. Every rule takes the
 * root package, so that it can be tried on a house that breaks it.
 */
final class CodeRules {

	/** Made at start-up, for readers or for failures; never for each request. */
	private static final Pattern COLD_NAME = Pattern.compile(".*(Snapshot|Settings|Builder|Exception)(\\$.*)?");

	private CodeRules() {
	}

	static ArchRule sharableHandlersHaveOnlyFinalFields(String root) {
		return classes().that().areAnnotatedWith(ChannelHandler.Sharable.class).should(haveOnlyFinalFields(root));
	}

	static ArchRule loopCodeHasNoSynchronizedMethods(String root) {
		return noMethods().that()
			.areDeclaredInClassesThat(runOnALoop(root))
			.should()
			.haveModifier(JavaModifier.SYNCHRONIZED);
	}

	static ArchRule loopCodeNeitherLocksNorSleeps(String root) {
		return noClasses().that(runOnALoop(root))
			.should()
			.dependOnClassesThat()
			.resideInAPackage("java.util.concurrent.locks..")
			.orShould()
			.callMethodWhere(calls(Set.of("sleep"), Thread.class));
	}

	static ArchRule requestCodeNeitherFormatsNorMatchesNorStreams(String root) {
		return noClasses().that(serveRequests(root))
			.should()
			.callMethodWhere(
					calls(Set.of("format", "formatted", "matches", "split", "replaceAll", "replaceFirst", "matcher"),
							String.class, Pattern.class))
			.orShould()
			.dependOnClassesThat()
			.resideInAPackage("java.util.stream..");
	}

	static ArchRule nobodyPrints(String root) {
		return noClasses().should(ACCESS_STANDARD_STREAMS);
	}

	static ArchRule loggersArePrivateStaticFinal(String root) {
		return fields().that()
			.haveRawType(assignableTo(Logger.class).or(assignableTo(reactor.util.Logger.class))
				.or(assignableTo("org.apache.commons.logging.Log"))
				.or(assignableTo("io.netty.util.internal.logging.InternalLogger")))
			.should()
			.bePrivate()
			.andShould()
			.beStatic()
			.andShould()
			.beFinal();
	}

	static ArchRule testClassesAreFoundByTheirName(String root) {
		return methods().that()
			.areMetaAnnotatedWith("org.junit.platform.commons.annotation.Testable")
			.should()
			.beDeclaredInClassesThat(haveATestName());
	}

	static ArchRule testsDoNotSleep(String root) {
		return noClasses().should().callMethodWhere(calls(Set.of("sleep"), Thread.class));
	}

	private static DescribedPredicate<JavaClass> runOnALoop(String root) {
		return resideInAnyPackage(HouseRules.rooms(root, "worker", "connection", "exchange", "transport", "hot"))
			.as("run on an event loop");
	}

	private static DescribedPredicate<JavaClass> serveRequests(String root) {
		DescribedPredicate<JavaClass> vocabulary = resideInAnyPackage(
				HouseRules.rooms(root, "worker", "connection", "exchange"));
		DescribedPredicate<JavaClass> cold = DescribedPredicate.describe("cold",
				(item) -> COLD_NAME.matcher(item.getName()).matches());
		return vocabulary.and(DescribedPredicate.not(cold)).or(assignableTo(ChannelHandler.class)).as("serve requests");
	}

	private static DescribedPredicate<JavaMethodCall> calls(Set<String> names, Class<?>... owners) {
		return DescribedPredicate.describe("target is one of " + names, (call) -> {
			CodeUnitCallTarget target = call.getTarget();
			return names.contains(target.getName())
					&& Stream.of(owners).anyMatch((owner) -> target.getOwner().isEquivalentTo(owner));
		});
	}

	private static DescribedPredicate<JavaClass> haveATestName() {
		return DescribedPredicate.describe("are named *Tests or *IT",
				(item) -> item.getName().matches(".*(Tests|IT)(\\$.*)?"));
	}

	private static ArchCondition<JavaClass> haveOnlyFinalFields(String root) {
		return new ArchCondition<>("have only final fields") {

			@Override
			public void check(JavaClass item, ConditionEvents events) {
				for (JavaField field : item.getAllFields()) {
					boolean ours = field.getOwner().getPackageName().startsWith(root);
					boolean allowed = !ours || field.getModifiers().contains(JavaModifier.FINAL);
					events.add(new SimpleConditionEvent(field, allowed, field.getFullName() + " can change"));
				}
			}

		};
	}

}
