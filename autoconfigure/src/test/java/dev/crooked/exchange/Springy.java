package dev.crooked.exchange;

import org.springframework.util.StringUtils;

/** Vocabulary that needs Spring. */
class Springy {

	boolean empty(String text) {
		return !StringUtils.hasText(text);
	}

}
