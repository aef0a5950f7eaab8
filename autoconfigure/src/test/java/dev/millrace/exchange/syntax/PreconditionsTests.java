package dev.millrace.exchange.syntax;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;

import dev.millrace.exchange.syntax.Preconditions.Result;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What follows from the conditions of a request, RFC 9110 section 13.
 */
class PreconditionsTests {

	private static final Instant MODIFIED = Instant.parse("1994-11-06T08:49:37Z");

	private static final String SAME = "Sun, 06 Nov 1994 08:49:37 GMT";

	private static final String EARLIER = "Sun, 06 Nov 1994 08:49:36 GMT";

	private static final String LATER = "Sun, 06 Nov 1994 08:49:38 GMT";

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '\'', nullValues = "-", textBlock = """
			"a"  | "a"                  | NOT_MODIFIED
			"a"  | W/"a"                | NOT_MODIFIED
			W/"a"| "a"                  | NOT_MODIFIED
			W/"a"| W/"a"                | NOT_MODIFIED
			"a"  | "b"                  | PROCEED
			"a"  | w/"a"                | PROCEED
			"a"  | "A"                  | PROCEED
			"a"  | "x", "a"             | NOT_MODIFIED
			"a"  | "x","y" , W/"a" ,    | NOT_MODIFIED
			"a"  | , ,                  | PROCEED
			"a"  | ''                   | PROCEED
			"a"  | "a                   | PROCEED
			"a"  | a                    | PROCEED
			a    | a                    | NOT_MODIFIED
			"a,b"| "x", "a,b"           | NOT_MODIFIED
			"a"  | "x,a"                | PROCEED
			"a"  | *                    | NOT_MODIFIED
			-    | *                    | NOT_MODIFIED
			-    | "a"                  | PROCEED
			"a"  | "*"                  | PROCEED
			""   | ""                   | NOT_MODIFIED
			""   | W/""                 | NOT_MODIFIED
			""   | "a"                  | PROCEED
			""   | "a", ""              | NOT_MODIFIED
			""   | , "" ,               | NOT_MODIFIED
			"\u00e9" | "\u00e9"         | NOT_MODIFIED
			""")
	void ifNoneMatchComparesWeakly(@Nullable String tag, String field, Result result) {
		Validators validators = new Validators(tag, MODIFIED);
		assertThat(request(List.of(), List.of(), List.of(field), List.of()).evaluate(true, validators))
			.isEqualTo(result);
		assertThat(request(List.of(), List.of(), List.of(field), List.of()).evaluate(false, validators))
			.isEqualTo((result == Result.NOT_MODIFIED) ? Result.FAILED : Result.PROCEED);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '\'', nullValues = "-", textBlock = """
			"a"   | "a"        | PROCEED
			"a"   | W/"a"      | FAILED
			W/"a" | "a"        | FAILED
			W/"a" | W/"a"      | FAILED
			"a"   | "b"        | FAILED
			"a"   | "b", "a"   | PROCEED
			"a"   | *          | PROCEED
			W/"a" | *          | PROCEED
			-     | *          | PROCEED
			-     | "a"        | FAILED
			"a"   | ''         | FAILED
			""")
	void ifMatchComparesStrongly(@Nullable String tag, String field, Result result) {
		for (boolean retrieves : new boolean[] { true, false }) {
			assertThat(request(List.of(field), List.of(), List.of(), List.of()).evaluate(retrieves,
					new Validators(tag, MODIFIED)))
				.isEqualTo(result);
		}
	}

	@Test
	void fieldsOfOneNameAreOneList() {
		assertThat(request(List.of(), List.of(), List.of("\"x\"", "\"y\", \"a\""), List.of()).evaluate(true,
				new Validators("\"a\"", null)))
			.isEqualTo(Result.NOT_MODIFIED);
	}

	@Test
	void datesAreCompared() {
		Validators dated = new Validators(null, MODIFIED);
		assertThat(modifiedSince(SAME, true, dated)).isEqualTo(Result.NOT_MODIFIED);
		assertThat(modifiedSince(LATER, true, dated)).isEqualTo(Result.NOT_MODIFIED);
		assertThat(modifiedSince(EARLIER, true, dated)).isEqualTo(Result.PROCEED);
		assertThat(modifiedSince(SAME, false, dated)).as("GET and HEAD only").isEqualTo(Result.PROCEED);
		assertThat(modifiedSince("today", true, dated)).isEqualTo(Result.PROCEED);
		assertThat(modifiedSince(SAME, true, new Validators("\"a\"", null))).as("no date").isEqualTo(Result.PROCEED);
		assertThat(unmodifiedSince(SAME, dated)).isEqualTo(Result.PROCEED);
		assertThat(unmodifiedSince(LATER, dated)).isEqualTo(Result.PROCEED);
		assertThat(unmodifiedSince(EARLIER, dated)).isEqualTo(Result.FAILED);
		assertThat(unmodifiedSince("today", dated)).isEqualTo(Result.PROCEED);
		assertThat(unmodifiedSince(EARLIER, new Validators("\"a\"", null))).as("no date").isEqualTo(Result.PROCEED);
		assertThat(request(List.of(), List.of(), List.of(), List.of(LATER, LATER)).evaluate(true, dated))
			.as("two dates are none")
			.isEqualTo(Result.PROCEED);
	}

	@Test
	void entityTagsPrecedeDates() {
		Validators both = new Validators("\"a\"", MODIFIED);
		assertThat(request(List.of(), List.of(), List.of("\"b\""), List.of(LATER)).evaluate(true, both))
			.isEqualTo(Result.PROCEED);
		assertThat(request(List.of(), List.of(), List.of("\"a\""), List.of(EARLIER)).evaluate(true, both))
			.isEqualTo(Result.NOT_MODIFIED);
		assertThat(request(List.of("\"a\""), List.of(EARLIER), List.of(), List.of()).evaluate(true, both))
			.isEqualTo(Result.PROCEED);
		assertThat(request(List.of("\"a\""), List.of(), List.of("\"a\""), List.of()).evaluate(true, both))
			.isEqualTo(Result.NOT_MODIFIED);
		assertThat(request(List.of("\"b\""), List.of(), List.of("\"a\""), List.of()).evaluate(true, both))
			.isEqualTo(Result.FAILED);
	}

	/** The steps of section 13.2.2 as they are written there. */
	@Test
	void theOrderIsThatOfTheStandard() {
		Random random = new Random(14);
		String[] tags = { "\"a\"", "W/\"a\"", "\"b\"", "*", "\"b\", \"a\"" };
		String[] dates = { EARLIER, SAME, LATER, "no date" };
		for (int i = 0; i < 20_000; i++) {
			List<String> match = some(random, tags);
			List<String> unmodified = some(random, dates);
			List<String> none = some(random, tags);
			List<String> modified = some(random, dates);
			Validators validators = new Validators(random.nextInt(4) == 0 ? null : tags[random.nextInt(3)],
					random.nextInt(4) == 0 ? null : MODIFIED);
			boolean retrieves = random.nextBoolean();
			Preconditions request = request(match, unmodified, none, modified);
			assertThat(request.evaluate(retrieves, validators)).as("%s %s %s", request, retrieves, validators)
				.isEqualTo(standard(request, retrieves, validators));
		}
	}

	private static List<String> some(Random random, String[] values) {
		return random.nextBoolean() ? List.of() : List.of(values[random.nextInt(values.length)]);
	}

	private static Result standard(Preconditions request, boolean retrieves, Validators has) {
		if (!request.ifMatch().isEmpty()) {
			String field = request.ifMatch().get(0);
			boolean holds = field.equals("*")
					|| ("\"a\"".equals(has.entityTag()) && List.of(field.split(", ")).contains("\"a\""))
					|| ("\"b\"".equals(has.entityTag()) && List.of(field.split(", ")).contains("\"b\""));
			if (!holds) {
				return Result.FAILED;
			}
		}
		else if (dated(request.ifUnmodifiedSince(), has) && request.ifUnmodifiedSince().contains(EARLIER)) {
			return Result.FAILED;
		}
		if (!request.ifNoneMatch().isEmpty()) {
			String field = request.ifNoneMatch().get(0);
			boolean matches = field.equals("*")
					|| (has.entityTag() != null && field.contains(has.entityTag().replace("W/", "")));
			return !matches ? Result.PROCEED : retrieves ? Result.NOT_MODIFIED : Result.FAILED;
		}
		boolean notModified = retrieves && dated(request.ifModifiedSince(), has)
				&& !request.ifModifiedSince().contains(EARLIER);
		return notModified ? Result.NOT_MODIFIED : Result.PROCEED;
	}

	private static boolean dated(List<String> field, Validators has) {
		return has.lastModified() != null && !field.isEmpty() && !field.contains("no date");
	}

	@ParameterizedTest
	@ValueSource(
			strings = { "Sun, 06 Nov 1994 08:49:37 GMT", "Sunday, 06-Nov-94 08:49:37 GMT", "Sun Nov  6 08:49:37 1994" })
	void aDateHasThreeFormats(String text) {
		assertThat(HttpDate.parse(text, LocalDate.of(2026, 12, 1))).isEqualTo(MODIFIED);
	}

	@Test
	void everyDayIsReadInEveryFormat() {
		List<DateTimeFormatter> formats = new ArrayList<>();
		for (String pattern : List.of("EEE, dd MMM uuuu HH:mm:ss 'GMT'", "EEEE, dd-MMM-uu HH:mm:ss 'GMT'",
				"EEE MMM ppd HH:mm:ss uuuu")) {
			formats.add(DateTimeFormatter.ofPattern(pattern, Locale.US).withZone(ZoneOffset.UTC));
		}
		LocalDate today = LocalDate.of(2026, 12, 1);
		for (LocalDate day = LocalDate.of(1994, 1, 1); day.isBefore(today); day = day.plusDays(1)) {
			Instant instant = day.atTime(23, 59, 58).toInstant(ZoneOffset.UTC);
			for (DateTimeFormatter format : formats) {
				assertThat(HttpDate.parse(format.format(instant), today)).isEqualTo(instant);
			}
		}
	}

	@ParameterizedTest
	@CsvSource({ "'Tuesday, 01-Dec-76 00:00:00 GMT',2076", "'Thursday, 01-Dec-77 00:00:00 GMT',1977",
			"'Tuesday, 01-Dec-26 00:00:00 GMT',2026" })
	void aYearOfTwoDigitsIsAtMostFiftyYearsAhead(String text, int year) {
		LocalDate today = LocalDate.of(2026, 12, 1);
		Instant date = HttpDate.parse(text, today);
		assertThat(date).isNotNull();
		assertThat(date.atZone(ZoneOffset.UTC).getYear()).isEqualTo(year);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "0", "now", "1994-11-06T08:49:37Z", "Mon, 06 Nov 1994 08:49:37 GMT",
			"Sun, 06 Nov 1994 08:49:37", "Sun, 06 Nov 1994 08:49:37 UTC", "Sun, 06 Nov 1994 08:49:37 +0000",
			"Sun, 31 Feb 1994 08:49:37 GMT", "Sun, 06 Nov 1994 24:49:37 GMT", "Sun, 6 Nov 1994 08:49:37 GMT ",
			"sun, 06 nov 1994 08:49:37 GMT", "Sun, 06 Nov 1994 08:49:37 GMT x", "Sun, 06 Nov 94 08:49:37 GMT" })
	void whateverIsNoDateIsNone(String text) {
		assertThat(HttpDate.parse(text, LocalDate.of(2026, 12, 1))).isNull();
	}

	private static Result modifiedSince(String date, boolean retrieves, Validators validators) {
		return request(List.of(), List.of(), List.of(), List.of(date)).evaluate(retrieves, validators);
	}

	private static Result unmodifiedSince(String date, Validators validators) {
		return request(List.of(), List.of(date), List.of(), List.of()).evaluate(true, validators);
	}

	private static Preconditions request(List<String> match, List<String> unmodified, List<String> none,
			List<String> modified) {
		return new Preconditions(match, unmodified, none, modified);
	}

}
