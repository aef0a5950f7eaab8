package dev.millrace.autoconfigure;

import java.util.ArrayList;
import java.util.List;

import dev.millrace.exchange.WebFluxReasons;
import dev.millrace.hot.HotRoutes;
import dev.millrace.transport.StartupCheck;
import dev.millrace.transport.Warning;

/**
 * Warns, where there are hot routes, of what leaves them to WebFlux.
 *
 * @param routes the hot routes
 * @param reasons what leaves all of them to WebFlux
 */
record HotRoutesCheck(HotRoutes routes, WebFluxReasons reasons) implements StartupCheck {

	@Override
	public List<Warning> warnings() {
		List<Warning> warnings = new ArrayList<>();
		if (this.routes.all().isEmpty()) {
			return warnings;
		}
		for (WebFluxReasons.Reason reason : this.reasons.all()) {
			warnings.add(new Warning(reason.code(), "All hot routes are served by WebFlux, because " + reason.because(),
					reason.remedy()));
		}
		this.routes.left()
			.forEach((because,
					left) -> warnings.add(new Warning("hot-methods",
							"@Hot methods " + left + " are served by WebFlux, because " + because,
							"remove @Hot from them, or what is named")));
		return warnings;
	}

}
