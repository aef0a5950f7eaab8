/**
 * Tests of the sample application.
 */
@NullMarked
package dev.millrace.sample;

import org.jspecify.annotations.NullMarked;
