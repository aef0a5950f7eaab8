package dev.millrace.transport.advice;

import java.util.List;

import dev.millrace.exchange.ExchangeSettings;
import dev.millrace.exchange.foreign.WebFluxReasons;
import dev.millrace.transport.server.UnhonouredSettings;
import reactor.netty.http.server.HttpServer;

/**
 * Looks through the configuration of the server, when it is finished and before Millrace
 * adds to it, for settings that do not hold for requests answered from the pipeline: for
 * these hot routes are left to WebFlux.
 */
public final class ServerSettingsCheck implements StartupCheck {

	private final ExchangeSettings settings;

	private final WebFluxReasons reasons;

	private volatile List<String> unknown = List.of();

	/**
	 * Creates a check.
	 * @param settings what exchanges share
	 * @param reasons is given the reasons for which hot routes are left to WebFlux
	 */
	public ServerSettingsCheck(ExchangeSettings settings, WebFluxReasons reasons) {
		this.settings = settings;
		this.reasons = reasons;
	}

	/**
	 * Looks at a server.
	 * @param server the server, after the customizers of the application
	 * @return the same server
	 */
	public HttpServer examine(HttpServer server) {
		UnhonouredSettings found = new UnhonouredSettings(server.configuration(), this.settings.forwarded().believed());
		found.reasons(this.reasons::add);
		this.unknown = found.unknown();
		return server;
	}

	@Override
	public List<Warning> warnings() {
		return warnings(this.unknown);
	}

	static List<Warning> warnings(List<String> unknown) {
		return unknown.isEmpty() ? List.of()
				: List.of(new Warning("unknown-server-settings",
						"It is not known whether the application sets " + unknown
								+ " in code; if it does, that does not hold for hot routes",
						"use a version of Reactor Netty that Millrace knows, or leave these settings alone"));
	}

}
