package dev.millrace;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.annotation.Annotation;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import dev.millrace.exchange.Exchange;
import dev.millrace.exchange.ExchangeHandler;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.boot.actuate.autoconfigure.web.ManagementContextConfiguration;
import org.springframework.boot.autoconfigure.AutoConfiguration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Holds the package table of {@code docs/architecture.md} and the rules of
 * {@code CONTRIBUTING.md}. Each rule must accept the house and, so that it is known to
 * bite, find the culprits that are hidden in {@code dev.crooked}, and no others.
 */
class ArchitectureTests {

	private static final Logger logger = LoggerFactory.getLogger(ArchitectureTests.class);

	private static final String ROOT = "dev.millrace";

	private static final String CROOKED_ROOT = "dev.crooked";

	private static final JavaClasses MAIN = new ClassFileImporter()
		.withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
		.importPackages(ROOT);

	private static final JavaClasses TESTS = new ClassFileImporter()
		.withImportOption(ImportOption.Predefined.ONLY_INCLUDE_TESTS)
		.importPackages(ROOT);

	private static final JavaClasses CROOKED = new ClassFileImporter().importPackages(CROOKED_ROOT);

	private static final int LARGEST_SOURCE = 250;

	private static final int MEDIAN_SOURCE = 80;

	private static final int LARGEST_PACKAGE = 45;

	private static final int LARGEST_CIRCLE = 10;

	@Test
	void everyClassLivesInARoomOfTheTable() {
		holds(HouseRules::everyClassLivesInARoom, "Stranger");
	}

	@Test
	void roomsImportOnlyRoomsBelow() {
		holds(HouseRules::roomsImportOnlyRoomsBelow, "Upward", "Neighbour", "Climber", "Visitor");
	}

	@Test
	void packagesHaveNoCycles() {
		holds(HouseRules::packagesHaveNoCycles, "Upward");
	}

	@Test
	void vocabularyImportsOnlyNettyAndReactor() {
		holds(HouseRules::vocabularyImportsOnlyNettyAndReactor, "Springy");
	}

	@Test
	void onlyWiringKnowsSpringBoot() {
		holds(HouseRules::onlyWiringKnowsSpringBoot, "Booted");
	}

	@Test
	void theGuideNamesClassesWhereTheyAre() throws IOException {
		ClassMap map = ClassMap.read(Path.of("..", "docs", "architecture.md"), ROOT);
		assertThat(map.classes()).hasSizeGreaterThan(60);
		assertThat(map.missing(MAIN)).isEmpty();
		assertThat(new ClassMap(Set.of(ROOT + ".worker.Worker", ROOT + ".hot.Worker")).missing(MAIN))
			.containsExactly(ROOT + ".hot.Worker");
	}

	@Test
	void packagesSayWhatTheyDependOn() throws IOException {
		assertThat(new PackageDependencies(ROOT).wrong(MAIN, Path.of("src", "main", "java"))).isEmpty();
		assertThat(new PackageDependencies(CROOKED_ROOT).shown(CROOKED)).containsEntry("connection", Set.of("worker"));
		assertThat(PackageDependencies.said("/**\n * One. Depends on: {@code a},\n * {@code\n * b.c}, Netty.\n */"))
			.containsExactly("a", "b.c");
	}

	@Test
	void everyPackageIsNullMarked() {
		holds(HouseRules::everyPackageIsNullMarked, "Stranger", "Unmarked");
	}

	@Test
	void autoConfigurationsArePublicFinalAndNamed() {
		holds(WiringRules::autoConfigurationsArePublicFinalAndNamed, "OpenAutoConfiguration", "Misnamed",
				"StrayAutoConfiguration");
	}

	@Test
	void autoConfigurationsHaveNoPublicMembers() {
		holds(WiringRules::autoConfigurationsHaveNoPublicMembers, "OpenAutoConfiguration.open()");
	}

	@Test
	void autoConfigurationsEqualTheImports() {
		holds((root) -> WiringRules.annotatedClassesAreImported(AutoConfiguration.class,
				root.equals(ROOT) ? imports(AutoConfiguration.class)
						: List.of("dev.crooked.autoconfigure.OpenAutoConfiguration",
								"dev.crooked.transport.StrayAutoConfiguration",
								"dev.crooked.autoconfigure.GoneAutoConfiguration", "dev.crooked.worker.Upward")),
				"Misnamed", "GoneAutoConfiguration", "Upward");
	}

	@Test
	void managementContextConfigurationsEqualTheImports() {
		holds((root) -> WiringRules.annotatedClassesAreImported(ManagementContextConfiguration.class,
				root.equals(ROOT) ? imports(ManagementContextConfiguration.class) : List.of()), "ForgottenManagement");
	}

	@Test
	void beanMethodsArePackagePrivate() {
		holds(WiringRules::beanMethodsArePackagePrivate, "OpenAutoConfiguration.open()");
	}

	@Test
	void propertiesAreRecordsOfAutoconfigure() {
		holds(WiringRules::propertiesAreRecordsOfAutoconfigure, "MutableProperties", "StrayProperties");
	}

	@Test
	void configurationPropertiesAreNamedSo() {
		holds(WiringRules::configurationPropertiesAreNamedSo, "MisnamedValues");
	}

	@Test
	void sharableHandlersHaveOnlyFinalFields() {
		holds(CodeRules::sharableHandlersHaveOnlyFinalFields, "SharedHandler.last");
	}

	@Test
	void loopCodeHasNoSynchronizedMethods() {
		holds(CodeRules::loopCodeHasNoSynchronizedMethods, "Blocking.synchronizedMethod()");
	}

	@Test
	void loopCodeNeitherLocksNorSleeps() {
		holds(CodeRules::loopCodeNeitherLocksNorSleeps, "Blocking.lock", "Blocking.<init>()", "Blocking.sleep()");
	}

	@Test
	void requestCodeNeitherFormatsNorMatchesNorStreams() {
		holds(CodeRules::requestCodeNeitherFormatsNorMatchesNorStreams, "Wasteful.format", "Wasteful.matches",
				"Wasteful.split", "Wasteful.stream", "WastefulHandler.channelActive");
	}

	@Test
	void nobodyPrints() {
		holds(CodeRules::nobodyPrints, "Talker.print()");
	}

	@Test
	void loggersArePrivateStaticFinal() {
		holds(CodeRules::loggersArePrivateStaticFinal, "Talker.logger");
	}

	@Test
	void testClassesAreFoundByTheirName() {
		holds(TESTS, CodeRules::testClassesAreFoundByTheirName, "SleepyCheck");
	}

	@Test
	void testsDoNotSleep() {
		holds(TESTS, CodeRules::testsDoNotSleep, "SleepyCheck", "Blocking.sleep()");
	}

	@Test
	void packagesAreSmall() {
		holds((root) -> StructureRules.packagesHaveAtMost(root.equals(ROOT) ? LARGEST_PACKAGE : 6), "autoconfigure.");
	}

	@Test
	void onlyPrivateFieldsChange() {
		holds((root) -> StructureRules.onlyPrivateFieldsChange(), "Ring.next", "Ring.turns", "Climber.wiring",
				"MutableProperties.size", "Gate.", "SharedHandler.last", "Neighbour.booted", "Upward.gate",
				"Visitor.stranger");
	}

	@Test
	void circlesWithinPackagesAreSmall() {
		holds((root) -> StructureRules.circlesWithinPackagesHaveAtMost(root.equals(ROOT) ? LARGEST_CIRCLE : 2),
				"files.Ring", "files.Chain", "files.Link");
	}

	@Test
	void noStaticMethodsWorkOnHandlerAndExchange() {
		holds((root) -> root.equals(ROOT)
				? StructureRules.noStaticMethodsWorkOn(ExchangeHandler.class.getName(), Exchange.class.getName())
				: StructureRules.noStaticMethodsWorkOn("dev.crooked.files.Link", "dev.crooked.files.Ring"),
				"Chain.turn(dev.crooked.files.Link");
	}

	@Test
	void importsAreReadFromTheClassPath() {
		assertThat(imports(AutoConfiguration.class, "org.springframework.boot.webflux")).isNotEmpty()
			.allMatch((line) -> line.endsWith("AutoConfiguration"));
	}

	@Test
	void sourcesAreSmall() throws IOException {
		Map<Path, Integer> lines = codeLines(Path.of("src/main/java"));
		assertThat(tooLarge(lines)).as("sources of more than %d lines of code", LARGEST_SOURCE).isEmpty();
		if (median(lines) > MEDIAN_SOURCE) {
			logger.warn("The median source has {} lines of code, aim for {} or fewer", median(lines), MEDIAN_SOURCE);
		}
	}

	@Test
	void largeSourcesAreNamed(@TempDir Path directory) throws IOException {
		Files.write(directory.resolve("Small.java"), Collections.nCopies(250, "int i;"));
		Files.write(directory.resolve("Large.java"), Collections.nCopies(251, "int i;"));
		Files.write(directory.resolve("large.txt"), Collections.nCopies(999, "int i;"));
		Map<Path, Integer> lines = codeLines(directory);
		assertThat(tooLarge(lines)).containsOnlyKeys(directory.resolve("Large.java"));
		assertThat(median(lines)).isEqualTo(251);
	}

	@Test
	void commentsImportsAndBlankLinesAreNoCode(@TempDir Path directory) throws IOException {
		Path source = directory.resolve("Commented.java");
		Files.writeString(source, """
				package dev.millrace;

				import java.util.List;

				/**
				 * Javadoc.
				 */
				/* One line. */
				class Commented { // code

					// A comment.
					int i;

				}
				""");
		assertThat(codeLines(directory)).containsExactly(Map.entry(source, 3));
	}

	private static void holds(Function<String, ArchRule> rule, String... culprits) {
		holds(MAIN, rule, culprits);
	}

	private static void holds(JavaClasses classes, Function<String, ArchRule> rule, String... culprits) {
		rule.apply(ROOT).allowEmptyShould(true).check(classes);
		List<String> found = rule.apply(CROOKED_ROOT).evaluate(CROOKED).getFailureReport().getDetails();
		for (String culprit : culprits) {
			assertThat(found).anyMatch((line) -> line.contains(culprit));
		}
		assertThat(found).allMatch((line) -> Stream.of(culprits).anyMatch(line::contains));
	}

	private static Collection<String> imports(Class<? extends Annotation> annotation) {
		return imports(annotation, ROOT);
	}

	private static Collection<String> imports(Class<? extends Annotation> annotation, String root) {
		try {
			Collection<String> imports = new TreeSet<>();
			String location = "META-INF/spring/" + annotation.getName() + ".imports";
			for (URL url : Collections.list(ArchitectureTests.class.getClassLoader().getResources(location))) {
				try (BufferedReader reader = new BufferedReader(
						new InputStreamReader(url.openStream(), StandardCharsets.UTF_8))) {
					reader.lines().filter((line) -> line.startsWith(root + ".")).forEach(imports::add);
				}
			}
			return imports;
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static Map<Path, Integer> codeLines(Path directory) throws IOException {
		Map<Path, Integer> lines = new TreeMap<>();
		try (Stream<Path> files = Files.walk(directory)) {
			for (Path file : files.filter((path) -> path.toString().endsWith(".java")).toList()) {
				lines.put(file, codeLines(Files.readAllLines(file)));
			}
		}
		return lines;
	}

	/** Counts lines other than blank lines, comments, imports and the package. */
	private static int codeLines(List<String> source) {
		int count = 0;
		boolean inComment = false;
		for (String line : source) {
			String text = line.strip();
			boolean comment = inComment || text.startsWith("/*") || text.startsWith("//");
			if (!comment && !text.isEmpty() && !text.startsWith("import ") && !text.startsWith("package ")) {
				count++;
			}
			inComment = (inComment || text.startsWith("/*")) && !text.endsWith("*/");
		}
		return count;
	}

	private static Map<Path, Integer> tooLarge(Map<Path, Integer> lines) {
		Map<Path, Integer> large = new TreeMap<>(lines);
		large.values().removeIf((count) -> count <= LARGEST_SOURCE);
		return large;
	}

	private static int median(Map<Path, Integer> lines) {
		return lines.values().stream().sorted().skip(lines.size() / 2).findFirst().orElse(0);
	}

}
