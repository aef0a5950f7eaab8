package dev.millrace.transport.advice;

import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;

import dev.millrace.connection.KeepAlive;
import dev.millrace.transport.DurationText;
import dev.millrace.transport.TunedTransport;
import dev.millrace.transport.server.TunedWebServer;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.boot.web.server.WebServer;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.boot.web.server.reactive.context.ReactiveWebServerInitializedEvent;
import org.springframework.context.ApplicationListener;

/**
 * Logs, once the server listens, which settings are in force and which problems were
 * found.
 */
public final class StartupReporter implements ApplicationListener<ReactiveWebServerInitializedEvent> {

	private static final Log logger = LogFactory.getLog(StartupReporter.class);

	private final StartupAdvice advice;

	private final KeepAlive keepAlive;

	private final TransportStatus status;

	private final Iterable<? extends StartupCheck> checks;

	/**
	 * Creates a reporter.
	 * @param advice looks for problems
	 * @param keepAlive how long connections are kept
	 * @param status takes note of what was found
	 * @param checks look for problems of other parts
	 */
	public StartupReporter(StartupAdvice advice, KeepAlive keepAlive, TransportStatus status,
			Iterable<? extends StartupCheck> checks) {
		this.advice = advice;
		this.keepAlive = keepAlive;
		this.status = status;
		this.checks = checks;
	}

	@Override
	public void onApplicationEvent(ReactiveWebServerInitializedEvent event) {
		if (!WebServerApplicationContext.hasServerNamespace(event.getApplicationContext(), "management")) {
			report(event.getWebServer());
		}
	}

	private void report(WebServer server) {
		TunedTransport transport = (server instanceof TunedWebServer tuned) ? tuned.transport() : null;
		List<Warning> warnings = new ArrayList<>(this.advice.warnings(transport));
		this.checks.forEach((check) -> warnings.addAll(check.warnings()));
		this.status.started(transport, (server instanceof TunedWebServer tuned) ? tuned.listeners() : List.of(),
				warnings);
		TransportReport report = this.status.report();
		if (transport != null && report != null) {
			logger.info(describe(transport, report));
		}
		for (Warning warning : warnings) {
			logger.warn("%s: %s. What to do: %s.".formatted(warning.code(), warning.message(), warning.remedy()));
		}
	}

	private String describe(TunedTransport transport, TransportReport report) {
		Versions versions = this.advice.versions();
		StringJoiner lines = new StringJoiner(System.lineSeparator() + "  ");
		lines.add("Millrace is in force:");
		lines.add("transport " + describe(report.type())
				+ ((transport.fallbackCause() != null) ? ", because " + transport.fallbackCause() : ""));
		lines.add("workers " + describe(report.workers()) + ", acceptors " + describe(report.acceptors()) + ", backlog "
				+ describe(report.backlog()));
		lines.add("keep-alive: idle " + DurationText.of(this.keepAlive.idleTimeout()) + ", requests "
				+ ((this.keepAlive.maxRequests() > 0) ? this.keepAlive.maxRequests() : "unlimited"));
		report.options().forEach((property, setting) -> lines.add(property + " " + describe(setting)));
		this.checks.forEach((check) -> check.inForce().forEach(lines::add));
		lines.add("Netty " + versions.netty() + ", Reactor Netty " + versions.reactorNetty());
		return lines.toString();
	}

	private static String describe(Setting setting) {
		Object requested = setting.requested();
		return (requested == null || requested.toString().equals(String.valueOf(setting.effective())))
				? String.valueOf(setting.effective()) : "%s (asked for: %s)".formatted(setting.effective(), requested);
	}

}
