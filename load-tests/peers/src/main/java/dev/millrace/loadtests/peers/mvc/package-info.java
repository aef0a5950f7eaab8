/**
 * A server on Spring MVC and Tomcat. Depends on Spring Boot only.
 */
@NullMarked
package dev.millrace.loadtests.peers.mvc;

import org.jspecify.annotations.NullMarked;
