/**
 * The generator of our own, a program that the harness starts: keeps to a schedule and
 * times each request from the moment it was due. Depends on Netty, HdrHistogram and
 * Jackson.
 */
@NullMarked
package dev.millrace.loadtests.gen.openloop;

import org.jspecify.annotations.NullMarked;
