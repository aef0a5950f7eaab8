package dev.millrace.hot;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;

import dev.millrace.connection.ConnectionState;
import dev.millrace.connection.KeepAlive;
import dev.millrace.connection.Timeouts;
import dev.millrace.connection.Timeouts.Deadline;
import dev.millrace.connection.Timeouts.MinimumRate;
import dev.millrace.exchange.message.ServerHeaders;
import dev.millrace.exchange.syntax.StrictMode;
import dev.millrace.worker.GuardMode;
import dev.millrace.worker.WorkerSnapshot;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The same bytes, cut anywhere, go to a server with the byte lane and to one without:
 * every byte that comes back, what the application behind gets, what is counted and what
 * becomes of the connection must be the same.
 */
final class LaneComparison {

	/** So many cases share connections while these live. */
	static final int TOGETHER = 8;

	private static final Pattern DATE = Pattern.compile("date: [^\r]*");

	private static final List<Pair> PAIRS = List.of(new Pair(LaneServer.Config.of(StrictMode.AUTO)),
			new Pair(LaneServer.Config.of(StrictMode.ENFORCE)), new Pair(LaneServer.Config.of(StrictMode.DRY_RUN)),
			new Pair(LaneServer.Config.of(StrictMode.OFF)),
			new Pair(LaneServer.Config.of(StrictMode.AUTO).behindFilter()),
			new Pair(LaneServer.Config.of(StrictMode.AUTO).limits(40, 100, 4)),
			new Pair(LaneServer.Config.of(StrictMode.AUTO).keepAlive(new KeepAlive(Duration.ofMinutes(1), 3, null, 0))),
			new Pair(LaneServer.Config.of(StrictMode.AUTO).timeouts(deadlines(), new ServerHeaders(true, "test"))),
			new Pair(LaneServer.Config.of(StrictMode.ENFORCE)
				.timeouts(deadlines(), new ServerHeaders(true, "test"))
				.behindFilter()));

	private LaneComparison() {
	}

	private static Timeouts deadlines() {
		Deadline deadline = new Deadline(Duration.ofMinutes(5), GuardMode.ENFORCE);
		return new Timeouts(deadline, deadline, MinimumRate.OFF, deadline, deadline, MinimumRate.OFF, deadline,
				Deadline.OFF);
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

	/**
	 * Compares.
	 * @param from the first case
	 * @param cases how many
	 */
	static void run(long from, int cases) {
		for (long first = from; first < from + cases; first += TOGETHER) {
			int server = (int) (first / TOGETHER % PAIRS.size());
			try {
				compare(PAIRS.get(server), first);
			}
			catch (AssertionError | RuntimeException ex) {
				throw new AssertionError("In the " + TOGETHER + " cases from " + first + ", server " + server, ex);
			}
		}
		for (Pair pair : PAIRS) {
			assertThat(pair.on().counts()).isEqualTo(pair.off().counts());
			assertThat(pair.on().exchanges()).isLessThan(pair.off().exchanges());
		}
	}

	/** Some cases, on as few connections as their ends allow. */
	private static void compare(Pair pair, long first) {
		long seed = first;
		while (seed < first + TOGETHER) {
			try (LaneServer.Client on = pair.on().connect(); LaneServer.Client off = pair.off().connect()) {
				do {
					compare(on, off, seed++);
				}
				while (seed < first + TOGETHER && waits(on) && waits(off));
				assertSameCounts(on.worker(), off.worker());
			}
		}
	}

	private static boolean waits(LaneServer.Client client) {
		return client.open() && client.connection().state() == ConnectionState.KEEP_ALIVE;
	}

	private static void compare(LaneServer.Client on, LaneServer.Client off, long seed) {
		LaneCases cases = new LaneCases(seed);
		byte[] bytes = cases.messages();
		try {
			int start = 0;
			for (int length : cases.cuts(bytes.length)) {
				if (cases.chance(12)) {
					boolean paused = cases.chance(2);
					on.pause(paused);
					off.pause(paused);
				}
				boolean direct = cases.chance(8);
				boolean complete = !cases.chance(5);
				if (on.open() && off.open()) {
					on.send(buffer(bytes, start, length, direct), complete);
					off.send(buffer(bytes, start, length, direct), complete);
				}
				start += length;
			}
			finish(on);
			finish(off);
			assertSame(on, off);
		}
		catch (AssertionError | RuntimeException ex) {
			throw new AssertionError("Case " + seed + ": " + new String(bytes, StandardCharsets.ISO_8859_1), ex);
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
	}

	private static void assertSameCounts(WorkerSnapshot first, WorkerSnapshot second) {
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
