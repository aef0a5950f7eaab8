package dev.crooked.transport;

import org.springframework.boot.autoconfigure.AutoConfiguration;

/**
 * Wiring in a feature's room.
 */
@AutoConfiguration
public final class StrayAutoConfiguration {

}
