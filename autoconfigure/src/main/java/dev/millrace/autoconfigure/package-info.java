/**
 * Holds what the auto-configurations share: conditions, property checks, failure reports
 * and values fixed at build time. Each feature has a package below this one, with its
 * auto-configuration, its properties and no logic; this package depends on none of them.
 * Depends on: no other package of Millrace, Spring Boot.
 */
@NullMarked
package dev.millrace.autoconfigure;

import org.jspecify.annotations.NullMarked;
