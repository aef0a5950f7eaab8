package dev.millrace.autoconfigure.transport;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of the epoll transport.
 *
 * @param maxEvents Number of events taken from the kernel at once. When not set, it grows
 * as needed.
 * @param directIo Whether requests of HTTP/1.1 without TLS are read from the socket, and
 * answers of hot routes written to it, past Netty's channel where no handler of others
 * would see them.
 */
@ConfigurationProperties("millrace.transport.epoll")
public record EpollProperties(@Nullable Integer maxEvents, @DefaultValue("true") boolean directIo) {
}
