package dev.millrace.hot;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;

import dev.millrace.connection.GuardMode;
import dev.millrace.connection.KeepAlive;
import dev.millrace.connection.Timeouts;
import dev.millrace.connection.Timeouts.Deadline;
import dev.millrace.connection.Timeouts.MinimumRate;
import dev.millrace.exchange.ServerHeaders;
import dev.millrace.exchange.StrictMode;
import dev.millrace.worker.WorkerSnapshot;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The same bytes, cut anywhere, go to a server with the byte lane and to one without:
 * every byte that comes back, what the application behind gets, what is counted and what
 * becomes of the connection must be the same.
 *
 * <p>
 * {@code -Dmillrace.lane.cases=10000000} sends more, {@code -Dmillrace.lane.seed=7}
 * begins elsewhere; a failure names the seed of its case.
 */
class ByteLaneDifferentialTests {

	private static final int CASES = Integer.getInteger("millrace.lane.cases", 200_000);

	private static final long SEED = Long.getLong("millrace.lane.seed", 1);

	private static final Pattern DATE = Pattern.compile("date: [^\r]*");

	private static final List<Pair> PAIRS = List.of(new Pair(LaneServer.Config.of(StrictMode.AUTO)),
			new Pair(LaneServer.Config.of(StrictMode.ENFORCE)), new Pair(LaneServer.Config.of(StrictMode.DRY_RUN)),
			new Pair(LaneServer.Config.of(StrictMode.OFF)),
			new Pair(LaneServer.Config.of(StrictMode.AUTO).limits(40, 100, 4)),
			new Pair(LaneServer.Config.of(StrictMode.AUTO).keepAlive(new KeepAlive(Duration.ofMinutes(1), 3, null, 0))),
			new Pair(LaneServer.Config.of(StrictMode.AUTO).timeouts(deadlines(), new ServerHeaders(true, "test"))));

	private static Timeouts deadlines() {
		Deadline deadline = new Deadline(Duration.ofMinutes(5), GuardMode.ENFORCE);
		return new Timeouts(deadline, deadline, MinimumRate.OFF, deadline, deadline, MinimumRate.OFF, deadline);
	}

	/**
	 * Two servers that differ in the byte lane only.
	 *
	 * @param on has it
	 * @param off has not
	 */
	private record Pair(LaneServer on, LaneServer off) {

		Pair(LaneServer.Config config) {
			this(new LaneServer(config, true), new LaneServer(config, false));
		}

	}

	@Test
	void bothLanesDoTheSame() {
		for (int i = 0; i < CASES; i++) {
			long seed = SEED + i;
			Pair pair = PAIRS.get((int) (seed % PAIRS.size()));
			try {
				compare(pair, seed);
			}
			catch (AssertionError | RuntimeException ex) {
				throw new AssertionError("Case " + seed + " on server " + seed % PAIRS.size() + ": "
						+ new String(new LaneCases(seed).messages(), StandardCharsets.ISO_8859_1), ex);
			}
		}
		for (Pair pair : PAIRS) {
			assertThat(pair.on().counts()).isEqualTo(pair.off().counts());
			assertThat(pair.on().exchanges()).isLessThan(pair.off().exchanges());
		}
	}

	private static void compare(Pair pair, long seed) {
		LaneCases cases = new LaneCases(seed);
		byte[] bytes = cases.messages();
		try (LaneServer.Client on = pair.on().connect(); LaneServer.Client off = pair.off().connect()) {
			int start = 0;
			for (int length : cases.cuts(bytes.length)) {
				if (!on.open() || !off.open()) {
					break;
				}
				if (cases.chance(12)) {
					boolean paused = cases.chance(2);
					on.pause(paused);
					off.pause(paused);
				}
				boolean direct = cases.chance(8);
				boolean complete = !cases.chance(5);
				on.send(buffer(bytes, start, length, direct), complete);
				off.send(buffer(bytes, start, length, direct), complete);
				start += length;
			}
			finish(on);
			finish(off);
			assertSame(on, off);
		}
	}

	private static ByteBuf buffer(byte[] bytes, int start, int length, boolean direct) {
		ByteBuf buffer = direct ? Unpooled.directBuffer(length) : Unpooled.buffer(length);
		return buffer.writeBytes(bytes, start, length);
	}

	private static void finish(LaneServer.Client client) {
		client.pause(false);
		client.channel().pipeline().fireChannelReadComplete();
		client.channel().runPendingTasks();
	}

	private static void assertSame(LaneServer.Client on, LaneServer.Client off) {
		same("answers", withoutDate(on.received()), withoutDate(off.received()));
		same("passed on", on.passed(), off.passed());
		same("open", on.open(), off.open());
		same("state", on.connection().state(), off.connection().state());
		same("exchanges", on.connection().activeExchanges(), off.connection().activeExchanges());
		WorkerSnapshot first = on.worker();
		WorkerSnapshot second = off.worker();
		same("requests", first.requests(), second.requests());
		same("responses", first.responses(), second.responses());
		same("errors", first.errors(), second.errors());
		same("bytes in", first.bytesIn(), second.bytesIn());
		same("bytes out", first.bytesOut(), second.bytesOut());
		same("closed", first.closedConnections(), second.closedConnections());
		same("illegal transitions", first.illegalTransitions(), second.illegalTransitions());
	}

	private static String withoutDate(String answers) {
		return answers.contains("date: ") ? DATE.matcher(answers).replaceAll("date: now") : answers;
	}

	private static void same(String what, Object on, Object off) {
		if (!on.equals(off)) {
			throw new AssertionError(what + " with the byte lane:\n" + on + "\nwithout:\n" + off);
		}
	}

}
