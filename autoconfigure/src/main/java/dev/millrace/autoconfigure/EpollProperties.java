package dev.millrace.autoconfigure;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Settings of the epoll transport.
 *
 * @param maxEvents Number of events taken from the kernel at once. When not set, it grows
 * as needed.
 */
@ConfigurationProperties("millrace.transport.epoll")
record EpollProperties(@Nullable Integer maxEvents) {
}
