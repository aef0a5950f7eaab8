package dev.millrace.connection.accept;

import java.util.List;

import dev.millrace.worker.GuardMode;
import io.netty.handler.ipfilter.IpSubnetFilterRule;

/**
 * How many connections may be open.
 *
 * @param max connections of the whole server, 0 for no limit
 * @param maxMode what happens to more
 * @param whenFull how, if it is enforced
 * @param maxPerIp connections of one address, 0 for no limit
 * @param maxPerIpMode what happens to more
 * @param ipv6Prefix so many bits of an IPv6 address make one client
 * @param exempt addresses that may have more
 */
public record ConnectionLimits(int max, GuardMode maxMode, WhenFull whenFull, int maxPerIp, GuardMode maxPerIpMode,
		int ipv6Prefix, List<IpSubnetFilterRule> exempt) {

	/** As many as the system allows. */
	public static final ConnectionLimits NONE = new ConnectionLimits(0, GuardMode.OFF, WhenFull.PAUSE, 0, GuardMode.OFF,
			64, List.of());

	public boolean limitsTotal() {
		return this.max > 0 && this.maxMode != GuardMode.OFF;
	}

	public boolean limitsAddresses() {
		return this.maxPerIp > 0 && this.maxPerIpMode != GuardMode.OFF;
	}

	public boolean pauses() {
		return this.max > 0 && this.maxMode == GuardMode.ENFORCE && this.whenFull == WhenFull.PAUSE;
	}

	/** Accepting goes on when there are no more than so many connections. */
	int lowMark() {
		return this.max - Math.max(1, this.max / 20);
	}

}
