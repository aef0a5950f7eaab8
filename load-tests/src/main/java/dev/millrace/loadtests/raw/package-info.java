/**
 * Clients that do not behave: crowds of connections that drip or do nothing. Depends on
 * the JDK only.
 */
@NullMarked
package dev.millrace.loadtests.raw;

import org.jspecify.annotations.NullMarked;
