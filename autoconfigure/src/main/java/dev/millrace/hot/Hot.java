package dev.millrace.hot;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Answers a controller's {@code @GetMapping}, {@code @PostMapping} and so on from the
 * Netty pipeline. The method stays a method of its controller: WebFlux calls it wherever
 * the pipeline does not, and to remove Millrace is to remove this annotation. A method
 * that cannot be answered from the pipeline ends the start with the reason.
 */
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface Hot {

	/**
	 * Whether all clients may use the route, whatever Spring Security says about its
	 * path. If not, WebFlux serves it if the application has a layer that the pipeline
	 * would bypass.
	 * @return whether it is open
	 */
	boolean permitAll() default false;

	/**
	 * Whether the method blocks, and so must be called on a thread that may.
	 * @return whether it blocks
	 */
	boolean blocking() default false;

}
