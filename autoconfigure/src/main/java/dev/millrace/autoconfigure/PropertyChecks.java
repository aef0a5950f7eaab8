package dev.millrace.autoconfigure;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

import io.netty.handler.ipfilter.IpFilterRuleType;
import io.netty.handler.ipfilter.IpSubnetFilterRule;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.util.unit.DataSize;

/**
 * Checks ranges of properties. An exception names the value and says what to write
 * instead. A property that is not set passes.
 */
public final class PropertyChecks {

	private PropertyChecks() {
	}

	public static @Nullable Integer atLeast(int minimum, String property, @Nullable Integer value) {
		if (value != null) {
			check(value >= minimum, property, value, "must be at least %d".formatted(minimum));
		}
		return value;
	}

	public static @Nullable Integer powerOfTwo(String property, @Nullable Integer value) {
		if (value != null) {
			check(value > 0 && Integer.bitCount(value) == 1, property, value, "must be a power of two, such as 1024");
		}
		return value;
	}

	public static @Nullable Integer bytes(String property, @Nullable DataSize value) {
		if (value == null) {
			return null;
		}
		long bytes = value.toBytes();
		check(bytes > 0 && bytes <= Integer.MAX_VALUE, property, value, "must be from 1B to 2047MB, such as 64KB");
		return (int) bytes;
	}

	public static @Nullable Duration between(Duration minimum, Duration maximum, String property,
			@Nullable Duration value) {
		if (value != null) {
			check(value.compareTo(minimum) >= 0 && value.compareTo(maximum) <= 0, property, value,
					"must be from %ss to %ss, such as 30s".formatted(minimum.toSeconds(), maximum.toSeconds()));
		}
		return value;
	}

	public static <T> T parse(String property, Object value, Supplier<T> parser) {
		try {
			return parser.get();
		}
		catch (IllegalArgumentException ex) {
			throw new InvalidConfigurationPropertyValueException(property, value, ex.getMessage());
		}
	}

	public static List<IpSubnetFilterRule> networks(String property, List<String> networks) {
		List<IpSubnetFilterRule> rules = new ArrayList<>();
		for (String network : networks) {
			try {
				rules.add(new IpSubnetFilterRule(network, IpFilterRuleType.ACCEPT));
			}
			catch (IllegalArgumentException | ArrayIndexOutOfBoundsException ex) {
				throw new InvalidConfigurationPropertyValueException(property, network,
						"must be an address and the length of its prefix, such as 10.0.0.0/8");
			}
		}
		return List.copyOf(rules);
	}

	public static void check(boolean valid, String property, Object value, String reason) {
		if (!valid) {
			throw new InvalidConfigurationPropertyValueException(property, value, reason);
		}
	}

}
