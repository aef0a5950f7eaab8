package dev.millrace.loadtests.machine;

import java.util.List;

/**
 * Which processors the server has and which the generator.
 *
 * @param server the processors of the server
 * @param generator the processors of the generator
 * @param pinned whether processes are confined to them
 */
public record Placement(CpuSet server, CpuSet generator, boolean pinned) {

	/**
	 * Splits processors in halves; the odd one goes to the generator, which must not be
	 * what limits.
	 * @param available all there are
	 * @param canPin whether {@code taskset} is installed
	 * @return the split, or everything for both if there is nothing to split
	 */
	public static Placement split(CpuSet available, boolean canPin) {
		return canPin ? split(available, available.size() / 2) : shared(available);
	}

	/**
	 * Gives the server some processors and the generator the rest.
	 * @param available all there are
	 * @param serverProcessors how many the server gets
	 * @return the split
	 */
	public static Placement split(CpuSet available, int serverProcessors) {
		if (serverProcessors < 1 || serverProcessors >= available.size()) {
			return shared(available);
		}
		return new Placement(available.range(0, serverProcessors), available.range(serverProcessors, available.size()),
				true);
	}

	/**
	 * Lets both use everything.
	 * @param available all there are
	 * @return the placement
	 */
	public static Placement shared(CpuSet available) {
		return new Placement(available, available, false);
	}

	/**
	 * Return this placement with the generator on the processors of the server, to see
	 * whether that is noticed.
	 * @return the placement
	 */
	public Placement starved() {
		return new Placement(this.server, this.server, this.pinned);
	}

	/**
	 * Return this placement with one processor for the generator, to see what it makes of
	 * it.
	 * @return the placement, the same if nothing is pinned
	 */
	public Placement oneForTheGenerator() {
		return this.pinned ? new Placement(this.server, this.generator.range(0, 1), true) : this;
	}

	/**
	 * Confines a server.
	 * @param command its command
	 * @return the command to run
	 */
	public List<String> server(List<String> command) {
		return this.pinned ? this.server.pin(command) : command;
	}

	/**
	 * Confines a generator.
	 * @param command its command
	 * @return the command to run
	 */
	public List<String> generator(List<String> command) {
		return this.pinned ? this.generator.pin(command) : command;
	}

	/**
	 * Describes the placement in words.
	 * @return one line
	 */
	public String describe() {
		return this.pinned ? "server on processors %s, generator on %s".formatted(this.server, this.generator)
				: "not pinned, %d processors for both".formatted(this.server.size());
	}

}
