package dev.millrace.autoconfigure.keys;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What concerns all of Millrace.
 *
 * @param enabled Whether Millrace does anything at all.
 * @param unknownProperties What happens at the start when a key below 'millrace' or
 * 'management.endpoint.millrace*' is one that nothing reads, as a misspelt key is.
 */
@ConfigurationProperties("millrace")
record MillraceProperties(@DefaultValue("true") boolean enabled,
		@DefaultValue("warn") UnknownKeys.Reaction unknownProperties) {
}
