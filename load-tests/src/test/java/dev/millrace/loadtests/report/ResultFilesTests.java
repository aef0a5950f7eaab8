package dev.millrace.loadtests.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import dev.millrace.loadtests.gen.Latency;
import dev.millrace.loadtests.gen.Latency.Basis;
import dev.millrace.loadtests.gen.LoadResult;
import dev.millrace.loadtests.machine.Machine;
import dev.millrace.loadtests.measure.Measurement;
import dev.millrace.loadtests.probe.Usage;
import dev.millrace.loadtests.report.SuiteResult.ComparisonInfo;
import dev.millrace.loadtests.report.SuiteResult.Environment;
import dev.millrace.loadtests.report.SuiteResult.ServerInfo;
import dev.millrace.loadtests.stats.Comparison;
import dev.millrace.loadtests.stats.Comparison.Change;
import dev.millrace.loadtests.stats.Interval;
import dev.millrace.loadtests.verdict.Check;
import dev.millrace.loadtests.verdict.Verdict;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;

import javax.xml.parsers.DocumentBuilderFactory;

import static org.assertj.core.api.Assertions.assertThat;

class ResultFilesTests {

	@TempDir
	private Path directory;

	@Test
	void readsBackWhatItWrote() throws IOException {
		SuiteResult result = result();
		new ResultFiles(this.directory).write(result);
		assertThat(ResultFiles.read(this.directory.resolve("result.json"))).isEqualTo(result);
		assertThat(this.directory.resolve("result.json")).content()
			.contains("\"serverMicrosPerRequest\" : 9.0")
			.contains("\"rate\" : 100000.0");
	}

	@Test
	void summaryTellsVerdictsReasonsAndNumbers() {
		assertThat(MarkdownReport.render(result())).contains("| FAIL ")
			.contains("- <rate>: too slow")
			.contains("100,000")
			.contains("9.00")
			.contains("not available")
			.contains("- spring-mvc did not run: needs Java 21")
			.contains("1.300 [1.200, 1.400]");
	}

	@Test
	void pageStandsAloneAndEscapesWhatItShows() {
		assertThat(HtmlReport.render(result())).contains("&lt;rate&gt;")
			.doesNotContain("<rate>")
			.doesNotContain("<script")
			.doesNotContain("http://")
			.contains("<svg")
			.contains("<polyline");
	}

	@Test
	void junitReportTellsFailuresFromErrorsAndSkips() throws Exception {
		new ResultFiles(this.directory).write(result());
		Document document = DocumentBuilderFactory.newInstance()
			.newDocumentBuilder()
			.parse(this.directory.resolve("junit.xml").toFile());
		assertThat(document.getDocumentElement().getAttribute("tests")).isEqualTo("4");
		assertThat(document.getElementsByTagName("failure").getLength()).isEqualTo(1);
		assertThat(document.getElementsByTagName("error").getLength()).isEqualTo(1);
		assertThat(document.getElementsByTagName("skipped").getLength()).isEqualTo(1);
		assertThat(Files.exists(this.directory.resolve("report.html"))).isTrue();
	}

	private static SuiteResult result() {
		Machine machine = new Machine(2, "CPU & Co", "6.1", "17", 20_000, "4096", "1-2");
		LoadResult load = new LoadResult(100_000, Map.of(), 1, 100_000,
				new Latency(Basis.SENT, 600.0, 500.0, null, 900.0, null, null, null), null, List.of(1L, 2L, 3L), null);
		Usage usage = new Usage(1, 0.9, null, null, null, null, null);
		Measurement measurement = new Measurement("millrace", "wrk", 1, 64, 1, 0, load, usage, null);
		return new SuiteResult(1, "compare", "2026-01-01T00:00:00Z", 12, List.of("run"),
				new Environment(machine, "tiny", "not pinned", "jvm", "loopback"), 1,
				List.of(new Check("<rate>", Verdict.FAIL, "1", "2", List.of("too slow")),
						new Check("a", Verdict.INVALID, "1", "2", List.of("noise")),
						new Check("b", Verdict.PASS, "1", "2", List.of()), Check.notApplicable("c", "2", "too small")),
				List.of(new ServerInfo("spring-mvc", "MVC", "/", "needs Java 21", List.of())), Map.of("wrk", 150_000.0),
				List.of(new ComparisonInfo("throughput", "stock", "millrace",
						new Comparison(new Interval(1.3, 1.2, 1.4), 0.05), Change.HIGHER)),
				List.of(measurement), List.of("a note"));
	}

}
