package dev.millrace.transport;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import org.springframework.util.ClassUtils;

/**
 * Finds out which transports this machine has and chooses one.
 */
final class Transports {

	private static final List<TransportType> AUTO_ORDER = List.of(TransportType.EPOLL, TransportType.KQUEUE,
			TransportType.NIO);

	private static final int LONGEST_CAUSE = 3;

	private Transports() {
	}

	/**
	 * Chooses a transport.
	 * @param requested the type that was asked for
	 * @param availability tells whether a type can be used
	 * @return the type to use
	 * @throws TransportException if a type was asked for by name that cannot be used
	 */
	static TransportType choose(TransportType requested, Function<TransportType, TransportAvailability> availability) {
		if (requested == TransportType.AUTO) {
			return AUTO_ORDER.stream()
				.filter((type) -> availability.apply(type).available())
				.findFirst()
				.orElse(TransportType.NIO);
		}
		TransportAvailability answer = availability.apply(requested);
		if (!answer.available()) {
			throw new TransportException("type", requested.id(), "cannot be used on this machine: " + answer.cause()
					+ ". Write 'auto' to take what the machine has" + snippet(requested));
		}
		return requested;
	}

	/**
	 * Returns why no native transport can be used.
	 * @param availability tells whether a type can be used
	 * @return the reason
	 */
	static String whyNone(Function<TransportType, TransportAvailability> availability) {
		TransportType expected = isLinux() ? TransportType.EPOLL : TransportType.KQUEUE;
		return expected.id() + ": " + availability.apply(expected).cause();
	}

	private static boolean isLinux() {
		return System.getProperty("os.name").toLowerCase(Locale.ROOT).startsWith("linux");
	}

	static Transport create(TransportType type) {
		return switch (type) {
			case EPOLL -> new EpollTransport();
			case IO_URING -> new IoUringTransport();
			case KQUEUE -> new KQueueTransport();
			case NIO -> new NioTransport();
			case AUTO -> throw new IllegalArgumentException("auto must be resolved first");
		};
	}

	static List<TransportAvailability> all() {
		List<TransportAvailability> all = new ArrayList<>();
		for (TransportType type : TransportType.values()) {
			if (type != TransportType.AUTO) {
				all.add(availability(type));
			}
		}
		return all;
	}

	static TransportAvailability availability(TransportType type) {
		return switch (type) {
			case EPOLL ->
				availability(type, "io.netty.channel.epoll.Epoll", () -> EpollTransport.unavailabilityCause());
			case IO_URING ->
				availability(type, "io.netty.channel.uring.IoUring", () -> IoUringTransport.unavailabilityCause());
			case KQUEUE ->
				availability(type, "io.netty.channel.kqueue.KQueue", () -> KQueueTransport.unavailabilityCause());
			case NIO, AUTO -> TransportAvailability.yes(type);
		};
	}

	static TransportAvailability availability(TransportType type, String className,
			Supplier<@Nullable Throwable> unavailability) {
		if (!ClassUtils.isPresent(className, Transports.class.getClassLoader())) {
			return TransportAvailability.no(type, artifact(type, "classes") + " is not on the class path");
		}
		try {
			Throwable cause = unavailability.get();
			return (cause == null) ? TransportAvailability.yes(type) : TransportAvailability.no(type, describe(cause));
		}
		catch (LinkageError ex) {
			return TransportAvailability.no(type, describe(ex));
		}
	}

	private static String describe(Throwable throwable) {
		Set<String> messages = new LinkedHashSet<>();
		for (Throwable cause = throwable; cause != null && messages.size() < LONGEST_CAUSE; cause = cause.getCause()) {
			String message = cause.getMessage();
			messages.add((message != null) ? message.strip() : cause.getClass().getSimpleName());
		}
		return String.join(": ", messages);
	}

	private static String snippet(TransportType type) {
		String classifier = classifier(type);
		if (classifier == null) {
			return "";
		}
		return """
				. Its native library comes with:

				    <dependency>
				        <groupId>io.netty</groupId>
				        <artifactId>%s</artifactId>
				        <classifier>%s</classifier>
				    </dependency>
				""".formatted(artifact(type, "native"), classifier).stripTrailing();
	}

	private static @Nullable String classifier(TransportType type) {
		String architecture = System.getProperty("os.arch").equals("aarch64") ? "aarch_64" : "x86_64";
		if (type == TransportType.KQUEUE) {
			return System.getProperty("os.name").startsWith("Mac") ? "osx-" + architecture : null;
		}
		return isLinux() ? "linux-" + architecture : null;
	}

	private static String artifact(TransportType type, String part) {
		return "netty-transport-" + part + "-" + type.name().toLowerCase(Locale.ROOT);
	}

}
