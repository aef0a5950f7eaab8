package dev.millrace.transport;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

import dev.millrace.worker.Worker;
import dev.millrace.worker.Workers;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.nio.NioIoHandler;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.FastThreadLocalThread;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.NonBlocking;
import reactor.netty.resources.LoopResources;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

class WorkerLoopResourcesTests {

	private static final Duration NO_TIME = Duration.ZERO;

	private static final Duration TIMEOUT = Duration.ofSeconds(10);

	private final IoHandlerFactory nio = NioIoHandler.newFactory();

	private final Workers workers = new Workers();

	private final WorkerLoopResources loops = new WorkerLoopResources("test", 3, this.nio, this.nio,
			(executors) -> this.workers.register("test", executors));

	@AfterEach
	void dispose() {
		this.loops.disposeLater(NO_TIME, TIMEOUT).block();
	}

	@Test
	void nothingStartsUntilItIsAskedFor() {
		assertThat(this.workers.all()).isEmpty();
	}

	@Test
	void theWorkerIsNamedAsItsThread() throws Exception {
		this.loops.onServer(true);
		assertThat(this.workers.all()).extracting(Worker::name).containsExactly("test-1", "test-2", "test-3");
		for (Worker worker : this.workers.all()) {
			assertThat(call(worker.executor(), () -> Thread.currentThread().getName())).isEqualTo(worker.name());
		}
	}

	@Test
	void threadsAreDaemonsThatMayNotBlock() throws Exception {
		Thread thread = call(this.loops.onServer(true).next(), Thread::currentThread);
		assertThat(thread).isInstanceOf(NonBlocking.class).isInstanceOf(FastThreadLocalThread.class);
		assertThat(thread.isDaemon()).isTrue();
		String failure = call(this.loops.onServer(true).next(), () -> {
			try {
				return Mono.never().block(Duration.ofMillis(1)) + " was waited for";
			}
			catch (IllegalStateException ex) {
				return ex.getMessage();
			}
		});
		assertThat(failure).contains("which is not supported in thread test-");
	}

	@Test
	void clientsRunOnTheLoopThatCallsThem() throws Exception {
		EventLoopGroup clients = this.loops.onClient(true);
		for (EventExecutor loop : this.loops.onServer(true)) {
			assertThat(call(loop, clients::next)).isSameAs(loop);
		}
	}

	@Test
	void clientsMayHaveLoopsOfTheirOwn() throws Exception {
		WorkerLoopResources apart = new WorkerLoopResources("apart", 2, this.nio, NioIoHandler.newFactory(),
				(executors) -> {
				});
		try {
			assertThat(call(apart.onServer(true).next(), () -> Thread.currentThread().getName())).startsWith("apart-");
			EventLoop client = apart.onClient(true).next();
			assertThat(call(client, () -> Thread.currentThread().getName())).startsWith("apart-client-");
		}
		finally {
			apart.disposeLater(NO_TIME, TIMEOUT).block();
		}
	}

	@Test
	void pinnedLoopsAreOneLoopForListenerAndConnections() {
		List<EventExecutor> all = new ArrayList<>();
		this.loops.onServer(true).forEach(all::add);
		for (int i = 0; i < 3; i++) {
			LoopResources pinned = this.loops.pinned(i);
			assertThat(pinned.onServerSelect(true)).isSameAs(pinned.onServer(true)).isSameAs(all.get(i));
		}
	}

	@Test
	void disposalEndsEveryGroup() {
		EventLoopGroup servers = this.loops.onServer(true);
		this.loops.onClient(true);
		this.loops.disposeLater(NO_TIME, TIMEOUT).block(TIMEOUT);
		assertThat(this.loops.isDisposed()).isTrue();
		assertThat(servers.isTerminated()).isTrue();
	}

	@Test
	void loopsDoNotStartAfterDisposal() {
		this.loops.disposeLater(NO_TIME, TIMEOUT).block(TIMEOUT);
		assertThatIllegalStateException().isThrownBy(() -> this.loops.onServer(true));
	}

	@Test
	void epollLoopsSpinWhenAsked() throws Exception {
		IoHandlerFactory spinning = new EpollTransport()
			.ioHandlers(Map.of(TransportOption.BUSY_POLL, true, TransportOption.MAX_EVENTS, 16));
		WorkerLoopResources spinners = new WorkerLoopResources("spin", 1, spinning, spinning, (executors) -> {
		});
		try {
			EventLoop loop = spinners.onServer(true).next();
			assertThat(call(loop, () -> Thread.currentThread().getName())).isEqualTo("spin-1");
			SelfTest.run(spinners);
		}
		finally {
			spinners.disposeLater(NO_TIME, TIMEOUT).block(TIMEOUT);
		}
	}

	private static <T> T call(EventExecutor loop, Callable<T> task) throws Exception {
		return loop.submit(task).get();
	}

}
