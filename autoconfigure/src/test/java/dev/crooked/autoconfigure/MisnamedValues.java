package dev.crooked.autoconfigure;

import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Properties whose name does not say so, and whose descriptions break the rules.
 *
 * @param undescribed
 * @param article The size of it.
 * @param unfinished size of it
 * @param flag Turns it on.
 * @param inline Size as in {@code size}.
 */
@ConfigurationProperties("crooked.values")
record MisnamedValues(int undescribed, int article, int unfinished, boolean flag, int inline) {

}
