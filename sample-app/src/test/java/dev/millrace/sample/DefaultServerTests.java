package dev.millrace.sample;

/**
 * Application as it is configured.
 */
class DefaultServerTests extends AbstractServerTests {

}
