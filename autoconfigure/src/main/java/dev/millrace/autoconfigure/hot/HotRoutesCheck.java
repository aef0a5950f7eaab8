package dev.millrace.autoconfigure.hot;

import java.util.ArrayList;
import java.util.List;

import dev.millrace.exchange.foreign.WebFluxReasons;
import dev.millrace.exchange.foreign.WebFluxReasons.Scope;
import dev.millrace.hot.HotRouteSnapshot;
import dev.millrace.hot.HotRoutes;
import dev.millrace.transport.advice.StartupCheck;
import dev.millrace.transport.advice.Warning;

/**
 * Reports at the start on which lane the hot routes are, and warns of reasons that leave
 * them to WebFlux.
 *
 * @param routes the hot routes
 */
record HotRoutesCheck(HotRoutes routes) implements StartupCheck {

	@Override
	public List<Warning> warnings() {
		List<Warning> warnings = new ArrayList<>();
		for (WebFluxReasons.Reason reason : this.routes.heeded()) {
			String which = (reason.scope() == Scope.ALL) ? "All hot routes" : "Hot routes that take a body";
			warnings.add(new Warning(reason.code(), which + " are served by WebFlux, because " + reason.because(),
					reason.remedy()));
		}
		this.routes.left()
			.forEach((because,
					left) -> warnings.add(new Warning("hot-methods",
							"@Hot methods " + left + " are served by WebFlux, because " + because,
							"remove @Hot from them, or what is named")));
		return warnings;
	}

	@Override
	public List<String> inForce() {
		List<HotRouteSnapshot> snapshots = this.routes.snapshots();
		if (snapshots.isEmpty()) {
			return List.of("hot routes: none");
		}
		return List.of("hot routes: %d (byte lane %d, object lane %d, WebFlux %d)".formatted(snapshots.size(),
				count(snapshots, "byte"), count(snapshots, "object"), count(snapshots, "webflux")));
	}

	private static long count(List<HotRouteSnapshot> snapshots, String lane) {
		return snapshots.stream().filter((snapshot) -> snapshot.lane().equals(lane)).count();
	}

}
