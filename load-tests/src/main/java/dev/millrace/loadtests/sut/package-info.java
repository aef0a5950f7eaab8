/**
 * Systems under test: servers, each in a process of its own on a free port, checked
 * before any load. Depends on {@code machine} and {@code process}.
 */
@NullMarked
package dev.millrace.loadtests.sut;

import org.jspecify.annotations.NullMarked;
