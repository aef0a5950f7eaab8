package dev.millrace.autoconfigure.keys;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.env.SimpleCommandLinePropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.core.io.ByteArrayResource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Keys of Millrace that nothing reads are named, with their origin and what was meant.
 */
class UnknownKeysTests {

	private static final JavaClasses MAIN = new ClassFileImporter()
		.withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
		.importPackages("dev.millrace");

	private final UnknownKeys unknown = new UnknownKeys();

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			millrace.transport.worker=4                 | millrace.transport.workers
			millrace.transport.wrokers=4                | millrace.transport.workers
			millrace.transport.typ=nio                  | millrace.transport.type
			millrace.transprot.type=nio                 | millrace.transport.type
			millrace.transport.back-log=9               | -
			millrace.backlog=9                          | millrace.transport.backlog
			millrace.transport.tcp.nodelay=true         | -
			millrace.transport.tcp.no_delay=true        | -
			millrace.transport.noDelay=true             | millrace.transport.tcp.no-delay
			millrace.enable=false                       | millrace.enabled
			millrace.keepalive.idle-timeout=9s          | -
			millrace.keep-alive.idle-timout=9s          | millrace.keep-alive.idle-timeout
			millrace.idle-timeout=9s                    | millrace.keep-alive.idle-timeout
			millrace.timeout.request-header=9s          | millrace.timeouts.request-header
			millrace.timeouts.request-headers=9s        | millrace.timeouts.request-header
			millrace.connections.max-per-ips=9          | millrace.connections.max-per-ip
			millrace.connections.maxx=9                 | millrace.connections.max
			millrace.connections.exempt[0]=10.0.0.0/8   | -
			millrace.connections.exempts[0]=10.0.0.0/8  | millrace.connections.exempt
			millrace.connections.exempt[0].ip=10.0.0.1  | ?
			millrace.forwarded.trusted=10.0.0.0/8       | -
			millrace.forward.trusted=10.0.0.0/8         | millrace.forwarded.trusted
			millrace.acess-log.enabled=true             | millrace.access-log.enabled
			millrace.access-log.enabeld=true            | millrace.access-log.enabled
			millrace.access-log.formats=json            | millrace.access-log.format
			millrace.hot-path.undeclaired=hot           | millrace.hot-path.undeclared
			millrace.hotpath.byte-lane=false            | -
			millrace.hot.byte-lane=false                | millrace.hot-path.byte-lane
			millrace.drain.dealy=1s                     | millrace.drain.delay
			millrace.transport=nio                      | ?
			millrace.transport.type.x=nio               | ?
			millrace.unknown-property=fail              | millrace.unknown-properties
			millrace.completely.other.thing.of.mine=1   | ?
			management.endpoint.millrace.access=none    | -
			management.endpoint.millrace.acces=none     | management.endpoint.millrace.access
			management.endpoint.millraceworker.access=none | management.endpoint.millraceworkers.access
			management.endpoint.millraceconnections.cache.time-to-live=1s | -
			management.endpoint.health.acces=none       | -
			millracer.transport.worker=4                | -
			""")
	void aKeyThatNothingReadsIsNamedWithWhatWasMeant(String argument, String meant) {
		StandardEnvironment environment = environment();
		environment.getPropertySources().addFirst(new SimpleCommandLinePropertySource("--" + argument));
		List<String> lines = in(environment);
		if (meant.equals("-")) {
			assertThat(lines).isEmpty();
			return;
		}
		String key = argument.substring(0, argument.indexOf('='));
		assertThat(lines).singleElement()
			.asString()
			.contains("\"" + key + "\" from property source \"commandLineArgs\"");
		if (!meant.equals("?")) {
			assertThat(lines.get(0)).endsWith(": did you mean '" + meant + "'?");
		}
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			MILLRACE_TRANSPORT_WORKER             | millrace.transport.workers
			MILLRACE_TRANSPORT_WORKERS            | -
			MILLRACE_TRANSPORT_TCP_NODELAY        | -
			MILLRACE_TRANSPORT_TCP_NO_DELAY       | -
			MILLRACE_KEEPALIVE_IDLETIMEOUT        | -
			MILLRACE_KEEP_ALIVE_IDLE_TIMEOUT      | -
			MILLRACE_KEEPALIVE_IDLE_TIMOUT        | millrace.keep-alive.idle-timeout
			MILLRACE_CONNECTIONS_EXEMPT_0         | -
			MILLRACE_CONNECTIONS_EXEMPT_0_IP      | ?
			MILLRACE_ENABLE                       | millrace.enabled
			MANAGEMENT_ENDPOINT_MILLRACE_ACESS    | management.endpoint.millrace.access
			MANAGEMENT_ENDPOINT_MILLRACEWORKERS_CACHE_TIME_TO_LIVE | -
			MANAGEMENT_ENDPOINT_MILLRACEWORKERS_CACHE_TIMETOLIVE   | -
			MILLRACER                             | -
			""")
	void environmentVariablesAreReadInBothOfBootsForms(String variable, String meant) {
		StandardEnvironment environment = environment();
		environment.getPropertySources()
			.addFirst(new SystemEnvironmentPropertySource(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
					Map.of(variable, "1")));
		List<String> lines = in(environment);
		if (meant.equals("-")) {
			assertThat(lines).isEmpty();
			return;
		}
		assertThat(lines).singleElement().asString().contains(variable);
		if (!meant.equals("?")) {
			assertThat(lines.get(0)).endsWith(": did you mean '" + meant + "'?");
		}
	}

	@Test
	void originsInYamlAreLinesOfTheFile() throws IOException {
		List<String> lines = yaml("""
				millrace:
				  transport:
				    worker: 4
				    tcp:
				  connections:
				    exempt:
				      - 10.0.0.0/8
				""");
		assertThat(lines).singleElement()
			.asString()
			.startsWith("'millrace.transport.worker' (Byte array resource [test.yml] - 3:13)")
			.endsWith("did you mean 'millrace.transport.workers'?");
	}

	@Test
	void listsAndMapsOfRecordsAreFollowed() {
		UnknownKeys nested = new UnknownKeys(new KnownKeys("millrace.nested", Nested.class));
		Map<String, Object> values = new TreeMap<>();
		values.put("nested.items[0].name", "a");
		values.put("nested.items[0].nmae", "a");
		values.put("nested.items.first.name", "a");
		values.put("nested.by-name.login.limits[1].permits", 1);
		values.put("nested.by-name.login.limits[1].permit", 1);
		values.put("nested.words.any.thing", "a");
		values.put("nested.names[3]", "a");
		StandardEnvironment environment = environment();
		Map<String, Object> prefixed = new HashMap<>();
		values.forEach((name, value) -> prefixed.put("millrace." + name, value));
		environment.getPropertySources().addFirst(new MapPropertySource("test", prefixed));
		assertThat(nested.in(attached(environment), Set.of())).hasSize(3)
			.anyMatch((line) -> line.startsWith("'millrace.nested.items[0].nmae'")
					&& line.endsWith("did you mean 'millrace.nested.items[].name'?"))
			.anyMatch((line) -> line.startsWith("'millrace.nested.items.first.name'"))
			.anyMatch((line) -> line.startsWith("'millrace.nested.by-name.login.limits[1].permit'"));
	}

	@Test
	void everyDocumentedPropertyIsKnown() {
		List<String> names = new ArrayList<>(new KnownKeys().names());
		assertThat(names).hasSizeGreaterThan(90);
		StandardEnvironment environment = environment();
		Map<String, Object> values = new HashMap<>();
		names.forEach((name) -> values.put(name, "x"));
		names.forEach((name) -> values.put(name.toUpperCase().replace('-', '_'), "x"));
		for (int i = 0; values.size() < 300; i++) {
			values.put("millrace.connections.exempt[" + i + "]", "10.0.0." + i);
		}
		environment.getPropertySources().addFirst(new MapPropertySource("test", values));
		assertThat(in(environment)).isEmpty();
	}

	@Test
	void noRecordOfPropertiesIsForgotten() {
		Set<String> records = new TreeSet<>();
		MAIN.stream()
			.filter((type) -> type.isAnnotatedWith(ConfigurationProperties.class))
			.forEach((type) -> records.add(type.getName()));
		assertThat(KnownKeys.RECORDS).extracting(Class::getName).containsExactlyInAnyOrderElementsOf(records);
	}

	@Test
	void noEndpointIsForgotten() {
		Set<String> endpoints = new TreeSet<>();
		MAIN.stream()
			.filter((type) -> type.isAnnotatedWith(Endpoint.class))
			.forEach((type) -> endpoints.add(type.getAnnotationOfType(Endpoint.class).id()));
		assertThat(KnownKeys.ENDPOINTS).containsExactlyInAnyOrderElementsOf(endpoints);
	}

	@ParameterizedTest
	@CsvSource({ "workers,workers,0", "worker,workers,1", "wrokers,workers,1", "abc,cab,2", "'',abc,3", "a,b,1" })
	void neighboursExchangedAreOneEdit(String left, String right, int distance) {
		assertThat(NearestName.distance(left, right)).isEqualTo(distance);
		assertThat(NearestName.distance(right, left)).isEqualTo(distance);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "--millrace.enabled=false" })
	@ExtendWith(OutputCaptureExtension.class)
	void aWarningNamesAllOfThemAtTheStart(String other, CapturedOutput output) {
		runner().withPropertyValues("millrace.transport.worker=4", "millrace.dran.delay=1s", other).run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(output.getOut()).containsOnlyOnce("Nothing reads these configuration properties")
				.contains("millrace.transport.workers")
				.contains("millrace.drain.delay");
		});
	}

	@Test
	@ExtendWith(OutputCaptureExtension.class)
	void ignoredKeysAreNotTold(CapturedOutput output) {
		runner().withPropertyValues("millrace.transport.worker=4", "millrace.unknown-properties=ignore")
			.run((context) -> {
				assertThat(context).hasNotFailed();
				assertThat(output.getOut()).doesNotContain("Nothing reads");
			});
	}

	@Test
	void theStartFailsWhereThatIsWanted() {
		runner().withPropertyValues("millrace.transport.worker=4", "millrace.unknown-properties=fail")
			.run((context) -> assertThat(context).getFailure()
				.isInstanceOf(UnknownKeysException.class)
				.satisfies((failure) -> assertThat(new UnknownKeysFailureAnalyzer().analyze(failure))
					.satisfies((analysis) -> {
						assertThat(analysis.getDescription()).contains("did you mean 'millrace.transport.workers'?");
						assertThat(analysis.getAction()).contains("millrace.unknown-properties");
					})));
	}

	private static ReactiveWebApplicationContextRunner runner() {
		return new ReactiveWebApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(UnknownKeysAutoConfiguration.class));
	}

	/**
	 * Without what the machine and the build set: both have names under {@code millrace.}
	 * of their own, such as {@code -Dmillrace.restarts=2}, which no bean reads.
	 */
	private static StandardEnvironment environment() {
		return new StandardEnvironment() {

			@Override
			protected void customizePropertySources(MutablePropertySources sources) {
			}

		};
	}

	private List<String> yaml(String text) throws IOException {
		StandardEnvironment environment = environment();
		new YamlPropertySourceLoader().load("test", new ByteArrayResource(text.getBytes(), "test.yml"))
			.forEach(environment.getPropertySources()::addFirst);
		return in(environment);
	}

	private List<String> in(StandardEnvironment environment) {
		return this.unknown.in(attached(environment), Set.of());
	}

	private static StandardEnvironment attached(StandardEnvironment environment) {
		ConfigurationPropertySources.attach(environment);
		return environment;
	}

	record Nested(List<Item> items, Map<String, Policy> byName, Map<String, String> words, Set<String> names) {

		record Item(String name) {
		}

		record Policy(List<Limit> limits) {
		}

		record Limit(int permits) {
		}

	}

}
