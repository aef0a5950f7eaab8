package dev.millrace.accesslog;

/**
 * Numbers of lines since the start.
 *
 * @param written lines that the appender took
 * @param dropped lines for which there was no room, because the appender was too slow
 * @param failed lines that the appender lost
 */
public record AccessLogCounts(long written, long dropped, long failed) {
}
