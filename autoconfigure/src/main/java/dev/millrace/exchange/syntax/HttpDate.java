package dev.millrace.exchange.syntax;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoField;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

/**
 * Reads the dates of header fields in the three formats that a recipient must accept (RFC
 * 9110 section 5.6.7). Any other text is not a date, and neither is a date with the wrong
 * day of the week.
 */
final class HttpDate {

	private static final DateTimeFormatter IMF_FIXDATE = strict("EEE, dd MMM uuuu HH:mm:ss 'GMT'");

	private static final DateTimeFormatter ASCTIME = strict("EEE MMM ppd HH:mm:ss uuuu");

	private HttpDate() {
	}

	private static DateTimeFormatter strict(String pattern) {
		return DateTimeFormatter.ofPattern(pattern, Locale.US).withResolverStyle(ResolverStyle.STRICT);
	}

	/**
	 * Reads a date.
	 * @param text the value of a field
	 * @param today the day on which it is read, by which a year of two digits is told
	 * @return the date, or {@code null} if there is none
	 */
	static @Nullable Instant parse(String text, LocalDate today) {
		if (text.length() < 24) {
			return null;
		}
		try {
			DateTimeFormatter format = (text.charAt(3) == ',') ? IMF_FIXDATE
					: (text.charAt(3) == ' ') ? ASCTIME : rfc850(today);
			return LocalDateTime.parse(text, format).toInstant(ZoneOffset.UTC);
		}
		catch (DateTimeException ex) {
			return null;
		}
	}

	/**
	 * The format of RFC 850, whose year has two digits: a year more than 50 years ahead
	 * means the one 100 years before (RFC 9110 section 5.6.7).
	 */
	private static DateTimeFormatter rfc850(LocalDate today) {
		return new DateTimeFormatterBuilder().appendPattern("EEEE, dd-MMM-")
			.appendValueReduced(ChronoField.YEAR, 2, 2, today.getYear() - 49)
			.appendPattern(" HH:mm:ss 'GMT'")
			.toFormatter(Locale.US)
			.withResolverStyle(ResolverStyle.STRICT);
	}

}
