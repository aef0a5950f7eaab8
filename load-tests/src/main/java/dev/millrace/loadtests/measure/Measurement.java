package dev.millrace.loadtests.measure;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.millrace.loadtests.gen.Load;
import dev.millrace.loadtests.gen.LoadResult;
import dev.millrace.loadtests.probe.Usage;
import org.jspecify.annotations.Nullable;

/**
 * One generator, one server, once.
 *
 * @param server the name of the server
 * @param generator the name of the generator
 * @param generatorThreads how many threads the generator had
 * @param connections the number of connections
 * @param pipelining how many requests were under way on a connection
 * @param requestedRate requests a second, 0 when the generator had no schedule
 * @param result what the generator found
 * @param usage what it cost
 * @param allocatedBytes what the server allocated, if it is a JVM that tells
 */
@JsonIgnoreProperties(
		value = { "rate", "serverMicrosPerRequest", "allocatedBytesPerRequest", "generatorBusy", "openLoop" },
		allowGetters = true)
public record Measurement(String server, String generator, int generatorThreads, int connections, int pipelining,
		double requestedRate, LoadResult result, Usage usage, @Nullable Long allocatedBytes) {

	/**
	 * Return the attained rate.
	 * @return requests a second
	 */
	@JsonProperty
	public double rate() {
		return this.result.rate();
	}

	/**
	 * Return the CPU time of the server for each request.
	 * @return microseconds, absent if not available
	 */
	@JsonProperty
	public @Nullable Double serverMicrosPerRequest() {
		return this.usage.serverMicrosPerRequest(this.result.answered());
	}

	/**
	 * Return what the server allocated for each request.
	 * @return bytes, absent if not available
	 */
	@JsonProperty
	public @Nullable Double allocatedBytesPerRequest() {
		return (this.allocatedBytes != null && this.result.answered() > 0)
				? (double) this.allocatedBytes / this.result.answered() : null;
	}

	/**
	 * Return how busy the generator was.
	 * @return 1 when all its threads worked all the time, absent if not available
	 */
	@JsonProperty
	public @Nullable Double generatorBusy() {
		return this.usage.generatorBusy(this.generatorThreads);
	}

	/**
	 * Return whether the generator kept to a schedule.
	 * @return whether a rate was requested
	 */
	@JsonProperty
	public boolean openLoop() {
		return this.requestedRate > Load.UNLIMITED;
	}

}
