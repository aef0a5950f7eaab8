package dev.millrace.hot;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Answers a controller's {@code @GetMapping}, {@code @PostMapping} and so on from the
 * Netty pipeline. The method stays what it is: WebFlux calls it wherever the pipeline
 * does not, and taking Millrace away is taking this annotation away. What cannot be
 * answered from the pipeline is refused at start-up with the reason.
 */
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface Hot {

	/**
	 * Whether anyone may use the route, whatever Spring Security says about its path. If
	 * not, WebFlux serves it as soon as there is something that the pipeline would
	 * bypass.
	 * @return whether it is open
	 */
	boolean permitAll() default false;

	/**
	 * Whether the method blocks, and so must be called on a thread that may.
	 * @return whether it blocks
	 */
	boolean blocking() default false;

}
