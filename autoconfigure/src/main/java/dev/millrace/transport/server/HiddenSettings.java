package dev.millrace.transport.server;

import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import org.jspecify.annotations.Nullable;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerConfig;

/**
 * The settings of a server that Reactor Netty gives no getter for, read from the fields
 * of its configuration. A field that another version of Reactor Netty does not have, or
 * that may not be read, makes its setting unknown; it is never taken for unset in
 * silence.
 */
final class HiddenSettings {

	private final HttpServerConfig config;

	private final HttpServerConfig defaults = HttpServer.create().configuration();

	private final List<String> unknown = new ArrayList<>();

	HiddenSettings(HttpServerConfig config) {
		this.config = config;
	}

	/** Whether a switch is on. */
	boolean on(String field) {
		return Boolean.TRUE.equals(read(field, this.config));
	}

	/**
	 * What a setting was changed to, {@code null} where it is as Reactor Netty has it.
	 */
	@Nullable Object changed(String field) {
		Object value = read(field, this.config);
		return (value == null || Objects.equals(value, read(field, this.defaults))) ? null : value;
	}

	/** The fields that could not be read. */
	List<String> unknown() {
		return List.copyOf(this.unknown);
	}

	private @Nullable Object read(String name, HttpServerConfig from) {
		try {
			Field field = HttpServerConfig.class.getDeclaredField(name);
			field.setAccessible(true);
			return field.get(from);
		}
		catch (ReflectiveOperationException | RuntimeException ex) {
			if (!this.unknown.contains(name)) {
				this.unknown.add(name);
			}
			return null;
		}
	}

}
