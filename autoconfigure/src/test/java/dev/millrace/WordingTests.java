package dev.millrace;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Keeps words out of sources and guides that do not say which class, thread or peer is
 * meant, or whether something happens again or for the first time.
 */
class WordingTests {

	/** With a bar within, so that this file has none of them. */
	private static final List<String> WORDS = List.of("who|ever", "no|body", "some|body", "any|body", "a|new",
			"some|one", "no|[\\s*/]+one");

	private static final Pattern FORBIDDEN = Pattern.compile(WORDS.stream()
		.map((word) -> word.replace("|", ""))
		.map((word) -> "[" + word.charAt(0) + Character.toUpperCase(word.charAt(0)) + "]" + word.substring(1))
		.collect(Collectors.joining("|", "\\b(", ")\\b")));

	private static final Path ROOT = Path.of("").toAbsolutePath().getParent();

	@Test
	void sourcesAndGuidesSayWhoActs() throws IOException {
		List<Path> files;
		try (Stream<Path> all = Stream.concat(Files.walk(ROOT.resolve("docs")), under(ROOT))) {
			files = all.filter((path) -> path.toString().matches(".*\\.(java|md)")).toList();
		}
		assertThat(files).hasSizeGreaterThan(500);
		assertThat(files.stream().flatMap(WordingTests::found)).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "who|ever reads", "No|body reads", "begun a|new", "No| one reads", "no|\n	 * one" })
	void findsWordsInTheMiddleOfLinesAndAcrossThem(String text) {
		assertThat(found(text.replace("|", ""))).hasSize(1);
	}

	@ParameterizedTest
	@ValueSource(strings = { "BodyPublishers.noBody()", "a new one", "no other", "anyBody" })
	void leavesOtherWordsAlone(String text) {
		assertThat(found(text)).isEmpty();
	}

	/** What stands in the root, and the sources of each module. */
	private static Stream<Path> under(Path root) throws IOException {
		List<Path> children;
		try (Stream<Path> listed = Files.list(root)) {
			children = listed.toList();
		}
		return children.stream().flatMap((child) -> {
			try {
				if (!Files.isDirectory(child)) {
					return Stream.of(child);
				}
				Path sources = child.resolve("src");
				return Stream.concat(Stream.of(child.resolve("README.md")).filter(Files::exists),
						Files.isDirectory(sources) ? Files.walk(sources) : Stream.empty());
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		});
	}

	private static Stream<String> found(Path file) {
		try {
			return found(Files.readString(file)).map((found) -> ROOT.relativize(file) + found);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static Stream<String> found(String text) {
		return FORBIDDEN.matcher(text).results().map((match) -> ":" + line(text, match) + ": " + match.group());
	}

	private static long line(String text, MatchResult match) {
		return 1 + text.substring(0, match.start()).chars().filter((c) -> c == '\n').count();
	}

}
