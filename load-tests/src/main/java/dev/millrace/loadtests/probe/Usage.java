package dev.millrace.loadtests.probe;

import org.jspecify.annotations.Nullable;

/**
 * What a run cost. A value is absent where the system does not tell.
 *
 * @param seconds how long it was watched
 * @param serverCpuSeconds the CPU time of the server
 * @param generatorCpuSeconds the CPU time of the generator
 * @param generatorWaitSeconds how long threads of the generator were ready to run but had
 * no processor
 * @param foreignCpuSeconds the CPU time of everything else on the machine
 * @param stealPercent the share of the machine's time that a hypervisor gave to others
 * @param serverPeakKilobytes the most memory of the server seen in RAM
 */
public record Usage(double seconds, @Nullable Double serverCpuSeconds, @Nullable Double generatorCpuSeconds,
		@Nullable Double generatorWaitSeconds, @Nullable Double foreignCpuSeconds, @Nullable Double stealPercent,
		@Nullable Long serverPeakKilobytes) {

	/**
	 * Return the CPU time of the server for each request.
	 * @param requests how many were answered
	 * @return microseconds, absent if not available
	 */
	public @Nullable Double serverMicrosPerRequest(long requests) {
		return (this.serverCpuSeconds != null && requests > 0) ? this.serverCpuSeconds * 1e6 / requests : null;
	}

	/**
	 * Return how busy the generator was.
	 * @param threads the number of its threads
	 * @return 1 when every thread worked all the time, absent if not available
	 */
	public @Nullable Double generatorBusy(int threads) {
		return (this.generatorCpuSeconds != null && this.seconds > 0)
				? this.generatorCpuSeconds / this.seconds / threads : null;
	}

	/**
	 * Return how starved the generator was.
	 * @param threads the number of its threads
	 * @return 1 when every thread waited for a processor all the time, absent if not
	 * available
	 */
	public @Nullable Double generatorStarved(int threads) {
		return (this.generatorWaitSeconds != null && this.seconds > 0)
				? this.generatorWaitSeconds / this.seconds / threads : null;
	}

	/**
	 * Return how much of one processor others took.
	 * @return 1 for a whole processor, absent if not available
	 */
	public @Nullable Double foreignProcessors() {
		return (this.foreignCpuSeconds != null && this.seconds > 0) ? this.foreignCpuSeconds / this.seconds : null;
	}

}
