package dev.millrace;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import org.jspecify.annotations.NullMarked;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

/**
 * Who may import whom. A room is a package right under the root, together with the
 * packages below it. Every rule takes the root package, so that it can be tried on a
 * house that breaks it.
 */
final class HouseRules {

	/** From the ground up; rooms of one floor do not know each other. */
	private static final List<List<String>> FLOORS = List.of(List.of("worker"), List.of("connection"),
			List.of("exchange"), List.of("transport", "hot", "webflux", "tls", "accesslog", "streaming", "firewall",
					"overload", "cache", "files", "ai", "optimizer", "reload", "dashboard"),
			List.of("actuate"), List.of("autoconfigure"));

	private static final Map<String, Integer> FLOOR_OF = floorOf();

	private HouseRules() {
	}

	static ArchRule everyClassLivesInARoom(String root) {
		return classes().that().doNotHaveSimpleName("package-info").should(liveInARoom(root));
	}

	static ArchRule roomsImportOnlyRoomsBelow(String root) {
		return classes().should(importOnlyRoomsBelow(root));
	}

	static ArchRule packagesHaveNoCycles(String root) {
		return slices().matching(root + ".(**)").should().beFreeOfCycles();
	}

	static ArchRule vocabularyImportsOnlyNettyAndReactor(String root) {
		return classes().that()
			.resideInAnyPackage(rooms(root, "worker", "connection", "exchange"))
			.should()
			.onlyDependOnClassesThat()
			.resideInAnyPackage(root + "..", "java..", "javax.net..", "javax.security..", "io.netty..", "reactor..",
					"org.reactivestreams..", "org.jspecify..", "org.slf4j..", "org.HdrHistogram..");
	}

	static ArchRule onlyWiringKnowsSpringBoot(String root) {
		return noClasses().that()
			.resideOutsideOfPackages(rooms(root, "transport", "actuate", "autoconfigure"))
			.should()
			.dependOnClassesThat()
			.resideInAPackage("org.springframework.boot..");
	}

	static ArchRule everyPackageIsNullMarked(String root) {
		return classes().that().doNotHaveSimpleName("package-info").should(resideInANullMarkedPackage());
	}

	static String[] rooms(String root, String... rooms) {
		return Stream.of(rooms).map((room) -> root + "." + room + "..").toArray(String[]::new);
	}

	private static ArchCondition<JavaClass> liveInARoom(String root) {
		return new ArchCondition<>("live in a room of the package table") {

			@Override
			public void check(JavaClass item, ConditionEvents events) {
				events.add(new SimpleConditionEvent(item, FLOOR_OF.containsKey(room(root, item)),
						item.getName() + " lives in '" + room(root, item) + "'"));
			}

		};
	}

	private static ArchCondition<JavaClass> importOnlyRoomsBelow(String root) {
		return new ArchCondition<>("import only rooms below their own") {

			@Override
			public void check(JavaClass item, ConditionEvents events) {
				for (Dependency dependency : item.getDirectDependenciesFromSelf()) {
					JavaClass target = dependency.getTargetClass().getBaseComponentType();
					if (target.getPackageName().startsWith(root + ".")) {
						String from = room(root, item);
						String to = room(root, target);
						boolean allowed = from.equals(to) || floor(to) < floor(from);
						events.add(new SimpleConditionEvent(dependency, allowed, dependency.getDescription()));
					}
				}
			}

		};
	}

	private static ArchCondition<JavaClass> resideInANullMarkedPackage() {
		return new ArchCondition<>("reside in a package whose package-info has @NullMarked") {

			@Override
			public void check(JavaClass item, ConditionEvents events) {
				JavaPackage room = item.getPackage();
				boolean marked = room.tryGetPackageInfo()
					.map((info) -> info.isAnnotatedWith(NullMarked.class))
					.orElse(false);
				events.add(new SimpleConditionEvent(item, marked, item.getName() + " is in no @NullMarked package"));
			}

		};
	}

	private static String room(String root, JavaClass item) {
		String name = item.getPackageName();
		return name.startsWith(root + ".") ? name.substring(root.length() + 1).split("\\.", 2)[0] : "";
	}

	/** A room that is not in the table is above all others: no room may import it. */
	private static int floor(String room) {
		return FLOOR_OF.getOrDefault(room, FLOORS.size());
	}

	private static Map<String, Integer> floorOf() {
		Map<String, Integer> floors = new HashMap<>();
		for (int floor = 0; floor < FLOORS.size(); floor++) {
			for (String room : FLOORS.get(floor)) {
				floors.put(room, floor);
			}
		}
		return Map.copyOf(floors);
	}

}
