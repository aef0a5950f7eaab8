package dev.millrace;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import dev.millrace.accesslog.AccessLog;
import dev.millrace.accesslog.AccessLogFormat;
import dev.millrace.accesslog.AccessLogSettings;
import dev.millrace.accesslog.AddressDetail;
import dev.millrace.accesslog.PathPatterns;
import dev.millrace.accesslog.Selection;
import dev.millrace.accesslog.StatusCodes;
import dev.millrace.actuate.AccessLogMeters;
import dev.millrace.actuate.AllocatorMeters;
import dev.millrace.actuate.DrainMeters;
import dev.millrace.actuate.WorkerMeters;
import dev.millrace.connection.ConnectionRegistry;
import dev.millrace.connection.KeepAlive;
import dev.millrace.connection.accept.ConnectionLimiter;
import dev.millrace.connection.accept.ConnectionLimits;
import dev.millrace.transport.drain.Drain;
import dev.millrace.transport.drain.DrainSettings;
import dev.millrace.worker.Workers;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import org.junit.jupiter.api.Test;

import org.springframework.test.json.JsonContent;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Every meter is described and bounded, and {@code docs/metrics.md} says what the code
 * says.
 */
class MetricsDocumentationTests {

	private static final Path PAGE = Path.of("../docs/metrics.md");

	private static final Path DASHBOARD = Path.of("../docs/grafana/millrace.json");

	private static final String COMMAND = "mvn -ntp -pl autoconfigure test -Dtest=MetricsDocumentationTests -Dmillrace.docs.write=true";

	private static final Pattern SAMPLE = Pattern.compile("(?m)^([a-z_]+)(?:\\{(.*)})? ");

	private static final Pattern NAME = Pattern.compile("millrace_[a-z_]+");

	private static final Pattern BY = Pattern.compile("by \\(([a-z, ]+)\\)");

	private static final AccessLog LOG = new AccessLog(
			new AccessLogSettings(AccessLogFormat.COMMON, AddressDetail.FULL, List.of(), Set.of(), new Selection(
					new PathPatterns(List.of()), new PathPatterns(List.of()), new StatusCodes(List.of()), 1)),
			128 * 1024, (lines) -> {
			});

	private static final Drain DRAIN = new Drain(new ConnectionRegistry(new Workers(), KeepAlive.UNLIMITED),
			new ConnectionLimiter(ConnectionLimits.NONE), DrainSettings.DEFAULT);

	private static SimpleMeterRegistry meters() {
		SimpleMeterRegistry registry = new SimpleMeterRegistry();
		bind(registry);
		return registry;
	}

	private static void bind(MeterRegistry registry) {
		new WorkerMeters(new Workers(), 1).bindTo(registry);
		new AllocatorMeters().bindTo(registry);
		new AccessLogMeters(LOG).bindTo(registry);
		new DrainMeters(DRAIN).bindTo(registry);
	}

	@Test
	void everyMeterIsDescribed() {
		assertThat(meters().getMeters()).isNotEmpty()
			.allSatisfy((meter) -> assertThat(meter.getId().getDescription()).as(meter.getId().getName()).isNotBlank())
			.allSatisfy((meter) -> assertThat(meter.getId().getName()).startsWith("millrace."));
	}

	@Test
	void pageIsUpToDate() throws IOException {
		String expected = markdown();
		if (Boolean.getBoolean("millrace.docs.write")) {
			Files.writeString(PAGE, expected);
		}
		assertThat(PAGE).as("docs/metrics.md is out of date, run: " + COMMAND).content().isEqualTo(expected);
	}

	@Test
	void theDashboardAsksForWhatIsScraped() throws IOException {
		PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
		bind(registry);
		Map<String, String> scraped = new TreeMap<>();
		SAMPLE.matcher(registry.scrape())
			.results()
			.forEach((line) -> scraped.put(line.group(1), (line.group(2) != null) ? line.group(2) : ""));
		Set<String> asked = new TreeSet<>();
		JsonContent dashboard = new JsonContent(Files.readString(DASHBOARD));
		assertThat(dashboard).extractingPath("$.panels[*].targets[*].expr").asArray().allSatisfy((expression) -> {
			String text = expression.toString();
			String by = BY.matcher(text).results().map((match) -> match.group(1)).findFirst().orElse("");
			for (MatchResult name : NAME.matcher(text).results().toList()) {
				asked.add(name.group());
				assertThat(scraped).as(text).containsKey(name.group());
				for (String label : by.split(", *")) {
					assertThat(scraped.get(name.group())).as(text).contains(label);
				}
			}
		});
		assertThat(asked).hasSizeGreaterThan(10);
	}

	private static String markdown() {
		Map<String, Meter.Id> meters = new TreeMap<>();
		Map<String, TreeSet<String>> tags = new TreeMap<>();
		for (Meter meter : meters().getMeters()) {
			Meter.Id id = meter.getId();
			meters.put(id.getName(), id);
			for (Tag tag : id.getTags()) {
				String value = tag.getKey().equals("worker") ? "name of a worker" : "`" + tag.getValue() + "`";
				tags.computeIfAbsent(id.getName() + " " + tag.getKey(), (key) -> new TreeSet<>()).add(value);
			}
		}
		StringBuilder page = new StringBuilder("# Metrics\n\n");
		page.append("Generated from the meters in the code; do not edit. After a change there, run\n\n```\n")
			.append(COMMAND)
			.append("\n```\n\n")
			.append("Requests, hot ones too, are in Spring Boot's `http.server.requests`: see [hot routes]")
			.append("(hot-path.md#metrics-endpoint-observations).\n\n")
			.append("| name | type | unit | tags | description |\n|---|---|---|---|---|\n");
		meters.forEach((name, id) -> page.append("| `")
			.append(name)
			.append("` | ")
			.append(id.getType().name().toLowerCase(Locale.ROOT))
			.append(" | ")
			.append((id.getBaseUnit() != null) ? id.getBaseUnit() : "")
			.append(" | ")
			.append(id.getTags()
				.stream()
				.map((tag) -> "`" + tag.getKey() + "`: " + String.join(", ", tags.get(name + " " + tag.getKey())))
				.collect(Collectors.joining("; ")))
			.append(" | ")
			.append(id.getDescription())
			.append(" |\n"));
		return page.toString();
	}

}
