package dev.millrace.autoconfigure;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How WebFlux itself is made cheaper.
 *
 * @param directMappings Whether an annotated method whose path has no variables, and
 * which no other condition than the HTTP method selects, is found by one look-up, before
 * other mappings are asked where none of them could serve that path.
 */
@ConfigurationProperties("millrace.webflux")
record WebFluxProperties(@DefaultValue("true") boolean directMappings) {
}
