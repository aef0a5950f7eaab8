package dev.millrace.loadtests.gen.openloop;

import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.millrace.loadtests.gen.Latency;
import dev.millrace.loadtests.gen.Latency.Basis;
import dev.millrace.loadtests.gen.Load;
import dev.millrace.loadtests.gen.LoadResult;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.Promise;
import org.HdrHistogram.Histogram;

/**
 * The program: URL, connections, pipelining, rate, warm-up, duration, threads. Prints its
 * progress once a second and its result at the end.
 */
public final class OpenLoop {

	private static final int HTTP_PORT = 80;

	private OpenLoop() {
	}

	/**
	 * Runs a load.
	 * @param args as named above
	 * @throws Exception if it cannot be run
	 */
	public static void main(String[] args) throws Exception {
		Load load = new Load(URI.create(args[0]), Integer.parseInt(args[1]), Integer.parseInt(args[2]),
				Double.parseDouble(args[3]), Duration.parse(args[4]), Duration.parse(args[5]));
		System.out.println("RESULT " + new ObjectMapper().writeValueAsString(run(load, Integer.parseInt(args[6]))));
	}

	static LoadResult run(Load load, int threads) throws InterruptedException {
		EventLoopGroup group = new MultiThreadIoEventLoopGroup(threads,
				Epoll.isAvailable() ? EpollIoHandler.newFactory() : NioIoHandler.newFactory());
		try {
			List<Worker> workers = new ArrayList<>();
			for (int index = 0; index < threads; index++) {
				workers.add(worker(load, group.next(), index, threads));
			}
			for (Future<?> connected : workers.stream().map(Worker::connect).toList()) {
				connected.await();
			}
			long start = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(50);
			List<? extends Future<?>> finished = workers.stream().map((worker) -> worker.start(start)).toList();
			for (Future<?> end : finished) {
				while (!end.await(1, TimeUnit.SECONDS)) {
					report(workers, (System.nanoTime() - start) / 1e9);
				}
			}
			return merge(load, workers);
		}
		finally {
			group.shutdownGracefully(0, 1, TimeUnit.SECONDS).await();
		}
	}

	private static void report(List<Worker> workers, double seconds) {
		long answered = workers.stream().mapToLong(Worker::answered).sum();
		long failed = workers.stream().mapToLong((worker) -> worker.counts().failures()).sum();
		System.out.println("PROGRESS " + seconds + " " + answered + " " + failed);
	}

	private static Worker worker(Load load, EventLoop loop, int index, int threads) {
		int port = (load.url().getPort() > 0) ? load.url().getPort() : HTTP_PORT;
		int connections = load.connections() / threads + ((index < load.connections() % threads) ? 1 : 0);
		Schedule schedule = new Schedule(load.rate() / threads, index / (double) threads);
		Promise<Void> finished = loop.newPromise();
		return new Worker(load, new InetSocketAddress(load.url().getHost(), port), loop, connections, schedule,
				finished);
	}

	private static LoadResult merge(Load load, List<Worker> workers) {
		Histogram latency = new Histogram(3);
		Histogram slip = new Histogram(3);
		Map<String, Long> errors = new TreeMap<>();
		long[] perSecond = new long[(int) Math.max(1, load.duration().toSeconds())];
		for (Worker worker : workers) {
			latency.add(worker.counts().latency);
			slip.add(worker.counts().slip);
			worker.counts().errors.forEach((cause, count) -> errors.merge(cause, count, Long::sum));
			for (int second = 0; second < perSecond.length; second++) {
				perSecond[second] += worker.counts().perSecond[second];
			}
		}
		long answered = workers.stream().mapToLong(Worker::answered).sum();
		List<Long> series = Arrays.stream(perSecond).boxed().toList();
		return new LoadResult(latency.getTotalCount(), errors, load.duration().toNanos() / 1e9, answered,
				Latency.of(latency, load.openLoop() ? Basis.INTENDED : Basis.SENT),
				load.openLoop() ? slip.getValueAtPercentile(99) / 1e6 : null, series, encode(latency));
	}

	private static String encode(Histogram histogram) {
		ByteBuffer buffer = ByteBuffer.allocate(histogram.getNeededByteBufferCapacity());
		int length = histogram.encodeIntoCompressedByteBuffer(buffer);
		byte[] bytes = new byte[length];
		buffer.flip().get(bytes);
		return Base64.getEncoder().encodeToString(bytes);
	}

}
