/**
 * The sample application in a container with limits, by Testcontainers. Depends on
 * {@code sut} and {@code process}.
 */
@NullMarked
package dev.millrace.loadtests.container;

import org.jspecify.annotations.NullMarked;
