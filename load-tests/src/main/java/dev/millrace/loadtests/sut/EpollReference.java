package dev.millrace.loadtests.sut;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

import dev.millrace.loadtests.machine.Programs;
import dev.millrace.loadtests.process.ChildProcess;

/**
 * The floor: a C program with one thread on epoll, compiled here, that answers with the
 * very bytes of the hot route.
 *
 * @param answer head and body of the answer
 */
public record EpollReference(String answer) implements Sut {

	/** What the hot route answers unless it says otherwise. */
	public static final String DEFAULT_ANSWER = "HTTP/1.1 200 OK\r\nContent-Type: text/plain;charset=UTF-8\r\n"
			+ "Content-Length: 13\r\n\r\n" + BODY;

	private static final Duration COMPILE_TIMEOUT = Duration.ofSeconds(30);

	@Override
	public String name() {
		return "c-epoll";
	}

	@Override
	public String description() {
		return "C on epoll with one thread, the floor and not a server";
	}

	@Override
	public String path() {
		return "/plaintext";
	}

	@Override
	public Optional<String> unavailable() {
		if (!System.getProperty("os.name").equals("Linux")) {
			return Optional.of("epoll exists on Linux only");
		}
		return Programs.find("gcc").isPresent() ? Optional.empty() : Optional.of("gcc is not installed");
	}

	@Override
	public Server start(Launch launch) {
		Path folder = launch.directory().resolve("c-epoll").toAbsolutePath();
		Path answerFile = folder.resolve("answer");
		Path program = compile(folder);
		try {
			Files.write(answerFile, this.answer.getBytes(StandardCharsets.ISO_8859_1));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		List<String> command = List.of(program.toString(), answerFile.toString(), path());
		return ForkedServer.start(launch.placement().server(command), launch.log(this), Launch.TIMEOUT);
	}

	private static Path compile(Path folder) {
		Path source = folder.resolve("epoll_reference.c");
		Path program = folder.resolve("epoll_reference");
		try (InputStream resource = EpollReference.class.getResourceAsStream("/epoll_reference.c")) {
			if (resource == null) {
				throw new IllegalStateException("No epoll_reference.c");
			}
			Files.createDirectories(folder);
			Files.copy(resource, source, StandardCopyOption.REPLACE_EXISTING);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		List<String> command = List.of(Programs.find("gcc").orElseThrow().toString(), "-O2", "-Wall", "-o",
				program.toString(), source.toString());
		try (ChildProcess gcc = ChildProcess.start(command, folder.resolve("gcc.log"))) {
			if (gcc.awaitExit(COMPILE_TIMEOUT) != 0) {
				throw gcc.failure("could not compile");
			}
		}
		return program;
	}

}
