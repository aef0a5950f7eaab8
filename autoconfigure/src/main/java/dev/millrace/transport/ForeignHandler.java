package dev.millrace.transport;

/**
 * A handler of the application or of an agent that HTTP requests pass.
 *
 * @param name its name in the pipeline
 * @param type its class
 * @param effect what Millrace does on connections with it
 */
public record ForeignHandler(String name, String type, String effect) {
}
