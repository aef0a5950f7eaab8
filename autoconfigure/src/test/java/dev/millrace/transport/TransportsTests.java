package dev.millrace.transport;

import java.util.Set;
import java.util.function.Function;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class TransportsTests {

	@Test
	void autoPrefersEpollThenKqueueThenNio() {
		assertThat(choose(TransportType.values())).isEqualTo(TransportType.EPOLL);
		assertThat(choose(TransportType.KQUEUE, TransportType.NIO)).isEqualTo(TransportType.KQUEUE);
		assertThat(choose(TransportType.NIO)).isEqualTo(TransportType.NIO);
	}

	@Test
	void autoNeverChoosesIoUring() {
		assertThat(choose(TransportType.IO_URING, TransportType.NIO)).isEqualTo(TransportType.NIO);
	}

	@Test
	void aTypeAskedForByNameIsTaken() {
		assertThat(Transports.choose(TransportType.IO_URING, only(TransportType.IO_URING)))
			.isEqualTo(TransportType.IO_URING);
	}

	@Test
	void aTypeAskedForByNameThatIsMissingStopsWithTheReason() {
		assertThatExceptionOfType(TransportException.class)
			.isThrownBy(() -> Transports.choose(TransportType.KQUEUE, only(TransportType.NIO)))
			.withMessageContaining("no such library")
			.withMessageContaining("Write 'auto'")
			.satisfies((ex) -> assertThat(ex.property()).isEqualTo("type"))
			.satisfies((ex) -> assertThat(ex.value()).isEqualTo("kqueue"));
	}

	@Test
	@EnabledOnOs(OS.LINUX)
	void aMissingLibraryIsNamedWithTheSnippetToAdd() {
		assertThatExceptionOfType(TransportException.class)
			.isThrownBy(() -> Transports.choose(TransportType.IO_URING, only(TransportType.NIO)))
			.withMessageContaining("<artifactId>netty-transport-native-io_uring</artifactId>")
			.withMessageContaining("<classifier>linux-");
	}

	@Test
	@EnabledOnOs(OS.LINUX)
	void theKernelOfLinuxHasEpollAndNoKqueue() {
		assertThat(Transports.all()).extracting(TransportAvailability::type)
			.containsExactly(TransportType.EPOLL, TransportType.IO_URING, TransportType.KQUEUE, TransportType.NIO);
		assertThat(Transports.availability(TransportType.EPOLL).available()).isTrue();
		TransportAvailability kqueue = Transports.availability(TransportType.KQUEUE);
		assertThat(kqueue.available()).isFalse();
		assertThat(kqueue.cause()).isNotBlank();
	}

	@Test
	void aMissingClassIsACause() {
		TransportAvailability missing = Transports.availability(TransportType.EPOLL, "io.netty.channel.Missing",
				() -> null);
		assertThat(missing.cause()).isEqualTo("netty-transport-classes-epoll is not on the class path");
	}

	@Test
	void whatTheNativeLibrarySaysIsACause() {
		Throwable cause = new UnsatisfiedLinkError("failed to load");
		cause.initCause(new IllegalStateException("seccomp"));
		TransportAvailability broken = Transports.availability(TransportType.EPOLL, "java.lang.Object", () -> cause);
		assertThat(broken.cause()).isEqualTo("failed to load: seccomp");
	}

	@Test
	void aLibraryThatDoesNotLinkIsACause() {
		TransportAvailability broken = Transports.availability(TransportType.EPOLL, "java.lang.Object", () -> {
			throw new NoClassDefFoundError("io/netty/Missing");
		});
		assertThat(broken.cause()).isEqualTo("io/netty/Missing");
	}

	private static TransportType choose(TransportType... available) {
		return Transports.choose(TransportType.AUTO, only(available));
	}

	private static Function<TransportType, TransportAvailability> only(TransportType... available) {
		return (type) -> Set.of(available).contains(type) ? TransportAvailability.yes(type)
				: TransportAvailability.no(type, "no such library");
	}

}
