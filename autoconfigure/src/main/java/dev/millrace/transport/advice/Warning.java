package dev.millrace.transport.advice;

/**
 * A problem that does not stop the start, and what to do about it.
 *
 * @param code a short name that does not change
 * @param message what is wrong
 * @param remedy what to do
 */
public record Warning(String code, String message, String remedy) {
}
