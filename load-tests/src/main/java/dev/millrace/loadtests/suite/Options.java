package dev.millrace.loadtests.suite;

import java.time.Duration;
import java.util.List;

/**
 * What the caller may change about a suite.
 *
 * @param rounds how often each server is measured
 * @param starts how often the servers are started to be measured, where that matters
 * @param duration how long each time
 * @param warmUp how long each server is warmed up
 * @param connections connections of throughput measurements
 * @param hold how long the connections of the hold are kept
 * @param quick whether to be content with less, to see whether everything works
 * @param starve whether to put the generator on the server's processors
 * @param serverArguments more arguments for the tuned application
 */
public record Options(int rounds, int starts, Duration duration, Duration warmUp, int connections, Duration hold,
		boolean quick, boolean starve, List<String> serverArguments) {
}
