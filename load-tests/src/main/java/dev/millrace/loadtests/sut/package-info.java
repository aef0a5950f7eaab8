/**
 * Systems under test: servers, each in a process of its own on a free port. Depends on
 * {@code process}.
 */
@NullMarked
package dev.millrace.loadtests.sut;

import org.jspecify.annotations.NullMarked;
