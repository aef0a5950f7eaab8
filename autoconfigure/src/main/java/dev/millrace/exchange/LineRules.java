package dev.millrace.exchange;

import io.netty.buffer.ByteBuf;

/**
 * What only the bytes of a request head can show: checked at the boundary between
 * messages, before Netty's lenient parser reads them.
 */
@FunctionalInterface
interface LineRules {

	/** Accepts everything. */
	LineRules LENIENT = (in) -> true;

	/**
	 * Checks the request line at the front.
	 * @param in the bytes received so far, perhaps not a whole line
	 * @return {@code false} when it must be refused
	 */
	boolean check(ByteBuf in);

}
