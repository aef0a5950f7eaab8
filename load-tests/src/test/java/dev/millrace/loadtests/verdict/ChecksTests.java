package dev.millrace.loadtests.verdict;

import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;

import dev.millrace.loadtests.gen.LoadResult;
import dev.millrace.loadtests.measure.Measurement;
import dev.millrace.loadtests.probe.Usage;
import dev.millrace.loadtests.stats.Comparison;
import dev.millrace.loadtests.stats.Interval;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ChecksTests {

	private static final Usage QUIET = new Usage(1, 0.9, 0.5, 0.0, 0.0, 0.0, null);

	private final Checks checks = new Checks(Targets.load());

	@Test
	void aRateThatWasReachedPasses() {
		assertThat(rate(rounds(QUIET, 101_000, 102_000, 99_000), 150_000)).extracting(Check::verdict)
			.isEqualTo(Verdict.PASS);
	}

	@Test
	void aRateThatWasReachedPassesHoweverBusyTheGeneratorWas() {
		Usage busy = new Usage(1, 0.9, 1.0, 0.5, 0.5, 5.0, null);
		assertThat(rate(rounds(busy, 101_000), 110_000).verdict()).isEqualTo(Verdict.PASS);
	}

	@Test
	void aRateThatWasMissedFailsWhenNothingElseWasTheLimit() {
		assertThat(rate(rounds(QUIET, 80_000, 81_000, 82_000), 150_000).verdict()).isEqualTo(Verdict.FAIL);
	}

	@Test
	void aSaturatedGeneratorIsNoMiss() {
		Usage busy = new Usage(1, 0.5, 0.99, 0.0, 0.0, 0.0, null);
		Check check = rate(rounds(busy, 80_000), 150_000);
		assertThat(check.verdict()).isEqualTo(Verdict.INVALID);
		assertThat(check.reasons()).singleElement().asString().contains("saturated");
	}

	@Test
	void aStarvedGeneratorIsNoMiss() {
		Usage starved = new Usage(1, 0.5, 0.5, 0.5, 0.0, 0.0, null);
		Check check = rate(rounds(starved, 80_000), 150_000);
		assertThat(check.verdict()).isEqualTo(Verdict.INVALID);
		assertThat(check.reasons()).singleElement().asString().contains("starved");
	}

	@Test
	void neitherStolenTimeNorOtherProgramsAreAMiss() {
		Usage stolen = new Usage(1, 0.5, 0.5, 0.0, 0.3, 10.0, null);
		assertThat(rate(rounds(stolen, 80_000), 150_000).reasons()).singleElement()
			.asString()
			.contains("1 of 1 rounds were disturbed", "hypervisor");
		Usage taken = new Usage(1, 0.5, 0.5, 0.0, 0.3, 0.0, null);
		assertThat(rate(rounds(taken, 80_000), 150_000).reasons()).singleElement()
			.asString()
			.contains("other programs");
	}

	@Test
	void aGeneratorWithoutHeadroomCannotTell() {
		Check check = rate(rounds(QUIET, 90_000), 110_000);
		assertThat(check.verdict()).isEqualTo(Verdict.INVALID);
		assertThat(check.reasons()).singleElement().asString().contains("costs nothing");
	}

	@Test
	void roundsThatScatterAroundTheTargetCannotTell() {
		assertThat(rate(rounds(QUIET, 95_000, 99_000, 120_000), 150_000).verdict()).isEqualTo(Verdict.INVALID);
	}

	@Test
	void aServerWithoutItsTuningProvesNothing() {
		Check check = this.checks.rate("rate", rounds(QUIET, 120_000), 100_000, 150_000, List.of("not in force"));
		assertThat(check.verdict()).isEqualTo(Verdict.INVALID);
		assertThat(check.reasons()).containsExactly("not in force");
	}

	@Test
	void failedRequestsFail() {
		Measurement failing = measurement(120_000, QUIET, 1, Map.of("closed", 500L));
		assertThat(rate(List.of(failing), 150_000).verdict()).isEqualTo(Verdict.FAIL);
	}

	@Test
	void whereNothingWasAnsweredADisturbanceExplainsIt() {
		Usage starved = new Usage(1, 0.5, 0.5, 0.5, 0.0, 0.0, null);
		assertThat(this.checks.answered("answers", rounds(starved, 0), List.of()).verdict()).isEqualTo(Verdict.INVALID);
		assertThat(this.checks.answered("answers", rounds(QUIET, 0), List.of()).verdict()).isEqualTo(Verdict.FAIL);
		assertThat(rate(rounds(starved, 0), 150_000).verdict()).isEqualTo(Verdict.INVALID);
		List<Measurement> failing = List.of(measurement(100, starved, 1, Map.of("closed", 5L)));
		assertThat(this.checks.answered("answers", failing, List.of()).verdict()).isEqualTo(Verdict.FAIL);
	}

	@Test
	void pipelinedRequestsDoNotSatisfyATarget() {
		Measurement pipelined = measurement(500_000, QUIET, 16, Map.of());
		assertThat(rate(List.of(pipelined), 900_000).verdict()).isEqualTo(Verdict.INVALID);
	}

	@Test
	void aRatioIsMetWhenTheFarEndMissesByLessThanTheTolerance() {
		assertThat(ratio(new Interval(1.2, 1.10, 1.3)).verdict()).isEqualTo(Verdict.PASS);
		assertThat(ratio(new Interval(1.0, 0.9, 1.05)).verdict()).isEqualTo(Verdict.FAIL);
		assertThat(ratio(new Interval(1.1, 0.9, 1.3)).verdict()).isEqualTo(Verdict.INVALID);
	}

	@Test
	void anUpperBoundWorksTheOtherWayRound() {
		Comparison cheap = new Comparison(new Interval(1.0, 0.95, 1.1), 0.05);
		Comparison dear = new Comparison(new Interval(1.5, 1.4, 1.6), 0.05);
		assertThat(this.checks.ratio("cost", cheap, 1.1, false, List.of()).verdict()).isEqualTo(Verdict.PASS);
		assertThat(this.checks.ratio("cost", dear, 1.1, false, List.of()).verdict()).isEqualTo(Verdict.FAIL);
	}

	@Test
	void exitCodesFollowFromTheWorstCheck() {
		assertThat(exitCode(Verdict.PASS, Verdict.NOT_APPLICABLE)).isEqualTo(0);
		assertThat(exitCode(Verdict.PASS, Verdict.INVALID, Verdict.FAIL)).isEqualTo(1);
		assertThat(exitCode(Verdict.PASS, Verdict.INVALID)).isEqualTo(2);
		assertThat(exitCode(Verdict.NOT_APPLICABLE)).isEqualTo(5);
		assertThat(exitCode()).isEqualTo(5);
	}

	@Test
	void everyMachineHasAClass() {
		assertThat(Targets.load().machineClass(2).name()).isEqualTo("tiny");
		assertThat(Targets.load().machineClass(16).name()).isEqualTo("large");
		assertThat(Targets.load().machineClass(100_000).name()).isEqualTo("large");
	}

	private Check rate(List<Measurement> rounds, double capacity) {
		return this.checks.rate("rate", rounds, 100_000, capacity, List.of());
	}

	private Check ratio(Interval ratio) {
		return this.checks.ratio("ratio", new Comparison(ratio, 0.05), 1.15, true, List.of());
	}

	private static int exitCode(Verdict... verdicts) {
		return ExitCode
			.of(List.of(verdicts).stream().map((verdict) -> new Check("", verdict, "", "", List.of())).toList())
			.code();
	}

	private static List<Measurement> rounds(Usage usage, double... rates) {
		return DoubleStream.of(rates).mapToObj((rate) -> measurement(rate, usage, 1, Map.of())).toList();
	}

	private static Measurement measurement(double rate, Usage usage, int pipelining, Map<String, Long> errors) {
		LoadResult result = new LoadResult((long) rate, errors, 1, (long) rate, null, null, List.of(), null);
		return new Measurement("millrace", "wrk", 1, 64, pipelining, 0, result, usage, null);
	}

}
