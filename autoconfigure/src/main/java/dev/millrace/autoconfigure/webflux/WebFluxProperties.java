package dev.millrace.autoconfigure.webflux;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How WebFlux itself is made cheaper.
 *
 * @param directMappings Whether annotated methods are asked before other mappings where
 * none of those could serve the request, and found by one look-up where path and HTTP
 * method alone decide.
 */
@ConfigurationProperties("millrace.webflux")
public record WebFluxProperties(@DefaultValue("true") boolean directMappings) {
}
