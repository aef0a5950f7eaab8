package dev.millrace;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;

/**
 * How large a package may be, how much its classes may know of each other, and who may
 * change what. Classes are counted with all that is nested in them.
 */
final class StructureRules {

	private StructureRules() {
	}

	/** A stranger must be able to look over a package. */
	static ArchRule packagesHaveAtMost(int limit) {
		return classes().that().areTopLevelClasses().should(livesAmongAtMost(limit));
	}

	/**
	 * Classes that all reach each other can only be understood, and changed, together.
	 */
	static ArchRule circlesWithinPackagesHaveAtMost(int limit) {
		return classes().that().areTopLevelClasses().should(beInNoCircleLargerThan(limit));
	}

	/** State is changed by its own class only. */
	static ArchRule onlyPrivateFieldsChange() {
		return fields().that(areNotPrivate()).should().beFinal();
	}

	/** Such a method belongs to one of the two objects. */
	static ArchRule noStaticMethodsWorkOn(String first, String second) {
		return noMethods().that()
			.areStatic()
			.should()
			.haveRawParameterTypes(new DescribedPredicate<>("that begin with " + first + ", " + second) {

				@Override
				public boolean test(List<JavaClass> types) {
					return types.size() > 1 && types.get(0).isAssignableTo(first)
							&& types.get(1).isAssignableTo(second);
				}

			});
	}

	private static DescribedPredicate<JavaField> areNotPrivate() {
		return new DescribedPredicate<>("are not private") {

			@Override
			public boolean test(JavaField field) {
				Set<JavaModifier> modifiers = field.getModifiers();
				return !modifiers.contains(JavaModifier.PRIVATE) && !modifiers.contains(JavaModifier.SYNTHETIC);
			}

		};
	}

	private static ArchCondition<JavaClass> livesAmongAtMost(int limit) {
		return new ArchCondition<>("live in a package of at most " + limit + " classes") {

			private final Map<String, Integer> sizes = new HashMap<>();

			@Override
			public void init(Collection<JavaClass> all) {
				all.stream()
					.filter((item) -> !item.getSimpleName().equals("package-info"))
					.forEach((item) -> this.sizes.merge(item.getPackageName(), 1, Integer::sum));
			}

			@Override
			public void check(JavaClass item, ConditionEvents events) {
				int size = this.sizes.getOrDefault(item.getPackageName(), 0);
				events.add(new SimpleConditionEvent(item, size <= limit,
						item.getName() + " is one of " + size + " classes of its package"));
			}

		};
	}

	private static ArchCondition<JavaClass> beInNoCircleLargerThan(int limit) {
		return new ArchCondition<>("be in no circle of more than " + limit + " classes of its package") {

			private final Map<JavaClass, Set<JavaClass>> known = new HashMap<>();

			@Override
			public void init(Collection<JavaClass> all) {
				all.forEach((item) -> this.known.put(item, new HashSet<>()));
				all.forEach((item) -> addNeighbours(item, item));
			}

			private void addNeighbours(JavaClass item, JavaClass part) {
				for (Dependency dependency : part.getDirectDependenciesFromSelf()) {
					JavaClass target = topLevel(dependency.getTargetClass().getBaseComponentType());
					if (!target.equals(item) && target.getPackageName().equals(item.getPackageName())) {
						this.known.get(item).add(target);
					}
				}
				part.getPackage()
					.getClasses()
					.stream()
					.filter((nested) -> nested.getEnclosingClass().filter(part::equals).isPresent())
					.forEach((nested) -> addNeighbours(item, nested));
			}

			@Override
			public void check(JavaClass item, ConditionEvents events) {
				Set<JavaClass> circle = reachable(item);
				circle.removeIf((other) -> !reachable(other).contains(item));
				events.add(new SimpleConditionEvent(item, circle.size() <= limit,
						item.getName() + " is in a circle of " + circle.size() + ": " + names(circle)));
			}

			private Set<JavaClass> reachable(JavaClass from) {
				Set<JavaClass> found = new HashSet<>();
				Deque<JavaClass> open = new ArrayDeque<>(this.known.getOrDefault(from, Set.of()));
				while (!open.isEmpty()) {
					JavaClass next = open.pop();
					if (found.add(next)) {
						open.addAll(this.known.getOrDefault(next, Set.of()));
					}
				}
				return found;
			}

		};
	}

	private static JavaClass topLevel(JavaClass item) {
		JavaClass outer = item;
		while (outer.getEnclosingClass().isPresent()) {
			outer = outer.getEnclosingClass().get();
		}
		return outer;
	}

	private static Set<String> names(Collection<JavaClass> classes) {
		Set<String> names = new TreeSet<>();
		classes.forEach((item) -> names.add(item.getSimpleName()));
		return names;
	}

}
