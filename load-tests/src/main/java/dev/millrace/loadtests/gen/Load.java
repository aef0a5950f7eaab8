package dev.millrace.loadtests.gen;

import java.net.URI;
import java.time.Duration;

/**
 * What to ask of a server.
 *
 * @param url what to get
 * @param connections how many connections
 * @param pipelining how many requests may be under way on one connection
 * @param rate requests a second, or 0 for as many as the connections carry
 * @param warmUp how long to run before counting
 * @param duration how long to count
 */
public record Load(URI url, int connections, int pipelining, double rate, Duration warmUp, Duration duration) {

	/** The rate of a closed loop. */
	public static final double UNLIMITED = 0;

	/**
	 * Creates a load without pipelining and without a warm-up, as fast as it goes.
	 * @param url what to get
	 * @param connections how many connections
	 * @param duration how long
	 */
	public Load(URI url, int connections, Duration duration) {
		this(url, connections, 1, UNLIMITED, Duration.ZERO, duration);
	}

	/**
	 * Return this load at a rate.
	 * @param rate requests a second
	 * @return the load
	 */
	public Load atRate(double rate) {
		return new Load(this.url, this.connections, this.pipelining, rate, this.warmUp, this.duration);
	}

	/**
	 * Return this load after a warm-up.
	 * @param warmUp how long to run before counting
	 * @return the load
	 */
	public Load warmedUp(Duration warmUp) {
		return new Load(this.url, this.connections, this.pipelining, this.rate, warmUp, this.duration);
	}

	/**
	 * Return this load with several requests under way on each connection.
	 * @param depth how many
	 * @return the load
	 */
	public Load pipelined(int depth) {
		return new Load(this.url, this.connections, depth, this.rate, this.warmUp, this.duration);
	}

	/**
	 * Return whether the generator keeps to a schedule, whatever the server does.
	 * @return whether there is a rate
	 */
	public boolean openLoop() {
		return this.rate > UNLIMITED;
	}

	/**
	 * Return how long it takes in all.
	 * @return warm-up and counted time
	 */
	public Duration total() {
		return this.warmUp.plus(this.duration);
	}

}
