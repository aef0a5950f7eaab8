package dev.millrace.autoconfigure;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.beans.factory.SmartInitializingSingleton;

/**
 * Logs at the start of a servlet application that Millrace has no effect.
 */
final class ServletNotice implements SmartInitializingSingleton {

	private static final Log logger = LogFactory.getLog(ServletNotice.class);

	@Override
	public void afterSingletonsInstantiated() {
		logger.info("Millrace is idle: it tunes Reactor Netty, and this is a servlet application");
	}

}
