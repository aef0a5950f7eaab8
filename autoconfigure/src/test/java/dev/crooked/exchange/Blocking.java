package dev.crooked.exchange;

import java.util.concurrent.locks.ReentrantLock;

/** Holds up its event loop in three ways. */
class Blocking {

	final ReentrantLock lock = new ReentrantLock();

	synchronized int synchronizedMethod() {
		return 1;
	}

	void sleep() throws InterruptedException {
		Thread.sleep(1);
	}

}
