package dev.millrace.worker;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;

import io.netty.util.concurrent.ImmediateEventExecutor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Guards and close reasons that features register and give back.
 */
@Timeout(60)
class RegistryTests {

	private final Workers workers = new Workers();

	private final Guards guards = this.workers.guards();

	private final Worker worker = new Worker("one", ImmediateEventExecutor.INSTANCE);

	private Guard register(String id) {
		return this.guards.register(id, CloseReason.ERROR, GuardMode.ENFORCE);
	}

	@Test
	void constantsKeepTheNamesAndTheOrderOfTheEnums() {
		assertThat(this.guards.values()).extracting(Guard::id)
			.containsExactly("tls-handshake", "request-header", "request-body-min-rate", "request-body", "handler",
					"response-min-rate", "write-stall", "half-close", "keep-alive", "max", "max-per-ip",
					"max-requests-per-second", "max-bandwidth", "proxy-protocol");
		assertThat(this.workers.closeReasons().values()).extracting(CloseReason::id)
			.containsExactly("client", "reset", "server", "error", "keep-alive", "tls-handshake", "request-header",
					"request-body-min-rate", "request-body", "handler", "response-min-rate", "write-stall",
					"half-close", "full", "proxy-protocol", "filter", "operator", "shutdown");
		assertThat(Guard.MAX_PER_IP.closeReason()).isSameAs(CloseReason.FULL);
	}

	@Test
	void aWorkerCountsAGuardThatIsRegisteredAfterIt() {
		this.worker.guarded(Guard.MAX, true);
		Guard late = register("late");
		this.worker.guarded(late, true);
		this.worker.guarded(late, false);
		this.worker.guarded(late, false);
		assertThat(this.worker.snapshot().guards()).containsOnly(Map.entry(Guard.MAX, new GuardCount(1, 0)),
				Map.entry(late, new GuardCount(1, 2)));
	}

	@Test
	void aWorkerCountsACloseReasonThatIsRegisteredAfterIt() {
		CloseReason banned = this.workers.closeReasons().register("banned");
		this.worker.connectionClosed(banned);
		assertThat(this.worker.snapshot().closedConnections()).containsOnly(Map.entry(banned, 1L));
		this.workers.closeReasons().giveBack(banned);
		assertThat(this.worker.snapshot().closedConnections()).isEmpty();
	}

	@Test
	void anIndexIsUsedAgainAndItsCountersBeginAtZero() {
		Guard before = register("before");
		this.worker.guarded(before, true);
		this.guards.giveBack(before);
		assertThat(this.worker.snapshot().guards()).isEmpty();
		Guard after = register("after");
		assertThat(after.index()).isEqualTo(before.index());
		this.worker.guarded(after, false);
		assertThat(this.worker.snapshot().guards()).containsOnly(Map.entry(after, new GuardCount(0, 1)));
	}

	@Test
	void aGuardThatWasGivenBackDoesNotCountForItsSuccessor() {
		Guard before = register("same-name");
		this.guards.giveBack(before);
		Guard after = register("same-name");
		this.worker.guarded(after, true);
		this.worker.guarded(before, true);
		this.worker.guarded(before, true);
		this.worker.guarded(after, true);
		assertThat(this.worker.snapshot().guards()).containsOnly(Map.entry(after, new GuardCount(2, 0)));
		assertThat(after).isNotEqualTo(before);
	}

	@Test
	void the257thIsRefused() {
		List<Guard> registered = new ArrayList<>();
		while (this.guards.values().size() < Registry.CAPACITY) {
			registered.add(register("guard-" + registered.size()));
		}
		assertThatIllegalStateException().isThrownBy(() -> register("one-too-many"))
			.withMessage("The guard 'one-too-many' cannot be registered: all 256 are taken; "
					+ "features must give back those that they no longer use");
		Guard last = registered.get(registered.size() - 1);
		assertThat(last.index()).isEqualTo(255);
		this.worker.guarded(last, true);
		assertThat(this.worker.snapshot().guards()).containsOnlyKeys(last);
		this.guards.giveBack(registered.get(100));
		assertThat(register("one-too-many").index()).isEqualTo(registered.get(100).index());
	}

	@Test
	void aNameThatIsTakenIsRefused() {
		register("mine");
		assertThatIllegalArgumentException().isThrownBy(() -> register("mine"))
			.withMessage("There is a guard 'mine' already: choose another name, or give that one back first");
		assertThatIllegalArgumentException().isThrownBy(() -> register("keep-alive"));
		assertThatIllegalArgumentException().isThrownBy(() -> this.workers.closeReasons().register("client"))
			.withMessageContaining("close reason 'client'");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "Upper", "under_score", "with space", "dot.ted", "ümlaut",
			"a123456789b123456789c123456789d123456789e123456789f123456789g1234" })
	void aMalformedNameIsRefused(String id) {
		int before = this.guards.values().size();
		assertThatIllegalArgumentException().isThrownBy(() -> register(id)).withMessageContaining("'" + id + "'");
		assertThat(this.guards.values()).hasSize(before);
	}

	@Test
	void onlyWhatAFeatureRegisteredHereIsTakenBack() {
		assertThatIllegalArgumentException().isThrownBy(() -> this.guards.giveBack(Guard.KEEP_ALIVE));
		Guard foreign = new Workers().guards().register("foreign", CloseReason.ERROR, GuardMode.ENFORCE);
		assertThatIllegalArgumentException().isThrownBy(() -> this.guards.giveBack(foreign));
		assertThat(foreign.isGivenBack()).isFalse();
		Guard mine = register("mine");
		this.guards.giveBack(mine);
		Guard successor = register("mine");
		this.guards.giveBack(mine);
		assertThat(successor.isGivenBack()).isFalse();
		assertThat(this.guards.values()).contains(successor);
	}

	@Test
	void theModeOfAFeaturesGuardChangesWhileTheServerRuns() {
		Guard guard = register("mine");
		guard.mode(GuardMode.DRY_RUN);
		assertThat(guard.mode()).isEqualTo(GuardMode.DRY_RUN);
		assertThatIllegalStateException().isThrownBy(() -> Guard.MAX.mode(GuardMode.OFF))
			.withMessage("The mode of the guard 'max' is a setting of the server");
	}

	/**
	 * Random registrations, returns and counts on two workers, of which a model keeps
	 * account by identity.
	 */
	@ParameterizedTest
	@ValueSource(longs = { 1, 2, 3, 4, 5, 6, 7, 8 })
	void countsEqualThoseOfAModel(long seed) {
		Random random = new Random(seed);
		Worker[] all = { this.worker, new Worker("two", ImmediateEventExecutor.INSTANCE) };
		List<Guard> alive = new ArrayList<>(this.guards.values());
		List<Guard> gone = new ArrayList<>();
		List<Map<Guard, Long>> model = List.of(new HashMap<>(), new HashMap<>());
		for (int i = 0; i < 5000; i++) {
			int what = random.nextInt(20);
			if (what == 0 && alive.size() < Registry.CAPACITY) {
				alive.add(register("guard-" + i));
			}
			else if (what == 1 && alive.size() > 14) {
				Guard given = alive.remove(14 + random.nextInt(alive.size() - 14));
				this.guards.giveBack(given);
				gone.add(given);
				model.forEach((counts) -> counts.remove(given));
			}
			else if (what == 2 && !gone.isEmpty()) {
				all[random.nextInt(2)].guarded(gone.get(random.nextInt(gone.size())), true);
			}
			else {
				int number = random.nextInt(2);
				Guard guard = alive.get(random.nextInt(alive.size()));
				all[number].guarded(guard, true);
				model.get(number).merge(guard, 1L, Long::sum);
			}
			assertThat(this.guards.values()).hasSameSizeAs(alive);
			if (i % 50 == 0) {
				for (int number = 0; number < 2; number++) {
					Map<Guard, Long> counted = new HashMap<>();
					all[number].snapshot().guards().forEach((guard, count) -> counted.put(guard, count.enforced()));
					assertThat(counted).as("seed %d, step %d", seed, i).isEqualTo(model.get(number));
				}
			}
		}
		assertThat(this.guards.values()).containsExactlyInAnyOrderElementsOf(alive)
			.extracting(Guard::index)
			.doesNotHaveDuplicates();
		WorkerSnapshot total = WorkerSnapshot.total(Arrays.stream(all).map(Worker::snapshot).toList());
		model.get(1).forEach((guard, count) -> model.get(0).merge(guard, count, Long::sum));
		assertThat(total.guards()).hasSameSizeAs(model.get(0))
			.allSatisfy((guard, count) -> assertThat(count.enforced()).isEqualTo(model.get(0).get(guard)));
	}

	@Test
	void aReaderNeverSeesACountOfAnotherGuard() throws InterruptedException {
		AtomicInteger rounds = new AtomicInteger();
		Thread writer = new Thread(() -> {
			for (int round = 0; round < 2000; round++) {
				Guard guard = register("round-" + round);
				for (int i = 0; i < 7; i++) {
					this.worker.guarded(guard, true);
				}
				this.guards.giveBack(guard);
				rounds.incrementAndGet();
			}
		});
		writer.start();
		while (writer.isAlive()) {
			assertThat(this.worker.snapshot().guards()).hasSizeLessThanOrEqualTo(1)
				.allSatisfy((guard, count) -> assertThat(count.enforced()).isBetween(0L, 7L));
		}
		writer.join();
		assertThat(rounds).hasValue(2000);
	}

}
