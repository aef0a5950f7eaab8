package dev.millrace.connection;

import io.netty.channel.Channel;
import io.netty.channel.socket.DuplexChannelConfig;

/**
 * Switches whether a connection stays open when its client ends its input (by a FIN), so
 * that answers can still be sent. Confined to the event loop.
 */
final class HalfClosure {

	private final Channel channel;

	private final boolean on;

	private final boolean possible;

	private boolean allowed;

	/**
	 * Creates the half-closure of a connection, which is not allowed yet.
	 * @param channel the channel of the connection
	 * @param on whether the settings of the server allow it
	 * @param possible whether the event loop {@linkplain HalfClosable can serve} it
	 */
	HalfClosure(Channel channel, boolean on, boolean possible) {
		this.channel = channel;
		this.on = on;
		this.possible = possible;
	}

	/** Whether the settings of the server allow it. */
	boolean isOn() {
		return this.on;
	}

	/**
	 * Keeps the connection open when its input ends, where settings and event loop allow
	 * it.
	 */
	void allow() {
		if (this.on && this.possible && this.channel.config() instanceof DuplexChannelConfig config
				&& !config.isAllowHalfClosure()) {
			this.allowed = true;
			config.setAllowHalfClosure(true);
		}
	}

	/**
	 * Lets the channel close the connection when its input ends, as Netty does by
	 * default.
	 */
	void forbid() {
		if (this.allowed && this.channel.config() instanceof DuplexChannelConfig config) {
			this.allowed = false;
			config.setAllowHalfClosure(false);
		}
	}

}
