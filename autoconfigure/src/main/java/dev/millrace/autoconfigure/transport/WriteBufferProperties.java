package dev.millrace.autoconfigure.transport;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.util.unit.DataSize;

/**
 * When a connection stops and resumes taking data to write.
 *
 * @param low Amount of waiting data below which a connection takes more.
 * @param high Amount of waiting data above which a connection takes no more.
 */
@ConfigurationProperties("millrace.transport.tcp.write-buffer")
public record WriteBufferProperties(@Nullable DataSize low, @Nullable DataSize high) {
}
