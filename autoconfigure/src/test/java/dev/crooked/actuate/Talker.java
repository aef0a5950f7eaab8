package dev.crooked.actuate;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Prints, and shows its logger around. */
class Talker {

	static final Logger logger = LoggerFactory.getLogger(Talker.class);

	void print() {
		System.out.println("printed");
	}

}
