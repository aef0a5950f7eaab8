package dev.millrace.connection;

import java.util.Map;

import dev.millrace.connection.Timeouts.Deadline;
import dev.millrace.worker.Guard;
import dev.millrace.worker.GuardMode;
import dev.millrace.worker.Worker;
import io.netty.channel.Channel;
import org.jspecify.annotations.Nullable;

/**
 * What guards do on one event loop: their modes, and the clocks of those that are
 * deadlines. The settings of the server are laid out in arrays by the index of the guard,
 * so that a request costs array reads. A guard of which the settings do not know, such as
 * that of a feature, says its mode itself. Confined to the loop.
 */
final class LoopGuards {

	private final GuardLog log = new GuardLog();

	/** Modes by the index of the guard; {@code null} where the settings say nothing. */
	private final @Nullable GuardMode[] modes;

	/** Lists of clocks by the index of the guard; {@code null} where no clock runs. */
	private final @Nullable ClockList[] clocks;

	LoopGuards(ConnectionSettings settings) {
		Map<Guard, Deadline> guards = settings.guards();
		int size = 0;
		for (Guard guard : guards.keySet()) {
			size = Math.max(size, guard.index() + 1);
		}
		this.modes = new GuardMode[size];
		this.clocks = new ClockList[size];
		guards.forEach((guard, deadline) -> {
			this.modes[guard.index()] = deadline.mode();
			if (deadline.mode() != GuardMode.OFF && deadline.time().toNanos() > 0) {
				this.clocks[guard.index()] = new ClockList(deadline.time().toNanos());
			}
		});
	}

	private GuardMode mode(Guard guard) {
		int index = guard.index();
		GuardMode set = (index < this.modes.length) ? this.modes[index] : null;
		return (set != null) ? set : guard.mode();
	}

	/**
	 * Counts and logs that a guard met a connection, unless the guard is off.
	 * @param worker the worker of the connection
	 * @param channel the connection, as the log names it
	 * @param guard the guard
	 * @return whether it is to be enforced
	 */
	boolean strikes(Worker worker, Channel channel, Guard guard) {
		GuardMode mode = mode(guard);
		if (mode == GuardMode.OFF) {
			return false;
		}
		boolean enforced = mode == GuardMode.ENFORCE;
		worker.guarded(guard, enforced);
		if (guard != Guard.KEEP_ALIVE) {
			this.log.log(guard, enforced, System.nanoTime(), channel);
		}
		return enforced;
	}

	/** The clocks of a guard of the settings, {@code null} if none of it runs. */
	@Nullable ClockList clocks(Guard guard) {
		return this.clocks[guard.index()];
	}

	/**
	 * Tells the clocks that have expired.
	 * @param now the time
	 * @param most how many to tell at most
	 * @return how many were told
	 */
	int sweep(long now, int most) {
		int told = 0;
		for (ClockList list : this.clocks) {
			if (list != null) {
				told += list.sweep(now, most - told);
			}
		}
		return told;
	}

}
