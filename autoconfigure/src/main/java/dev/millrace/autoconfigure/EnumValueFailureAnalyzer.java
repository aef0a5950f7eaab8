package dev.millrace.autoconfigure;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.convert.ConversionFailedException;

/**
 * Explains a value that is none of those of an enum, and lists them as they are written
 * in a configuration file. Boot's own report lists the names of the Java constants. It
 * must come before that report.
 */
@Order(Ordered.HIGHEST_PRECEDENCE)
class EnumValueFailureAnalyzer extends AbstractFailureAnalyzer<BindException> {

	private static final ConfigurationPropertyName PREFIX = ConfigurationPropertyName.of("millrace");

	@Override
	protected @Nullable FailureAnalysis analyze(Throwable rootFailure, BindException cause) {
		ConversionFailedException failed = findCause(cause, ConversionFailedException.class);
		if (failed == null || !failed.getTargetType().getType().isEnum() || !PREFIX.isAncestorOf(cause.getName())) {
			return null;
		}
		ConfigurationProperty property = cause.getProperty();
		String origin = (property != null && property.getOrigin() != null)
				? " originating from '" + property.getOrigin() + "'" : "";
		return new FailureAnalysis("Invalid value '%s' for configuration property '%s'%s".formatted(failed.getValue(),
				cause.getName(), origin), "Write one of: " + values(failed.getTargetType().getType()) + ".", cause);
	}

	private static String values(Class<?> type) {
		return Arrays.stream(type.getEnumConstants())
			.map((constant) -> ((Enum<?>) constant).name().toLowerCase(Locale.ROOT).replace('_', '-'))
			.collect(Collectors.joining(", "));
	}

}
