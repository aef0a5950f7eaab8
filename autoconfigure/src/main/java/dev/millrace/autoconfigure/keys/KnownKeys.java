package dev.millrace.autoconfigure.keys;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.millrace.autoconfigure.accesslog.AccessLogProperties;
import dev.millrace.autoconfigure.actuate.ActuatorProperties;
import dev.millrace.autoconfigure.actuate.StatisticsProperties;
import dev.millrace.autoconfigure.connection.ConnectionsProperties;
import dev.millrace.autoconfigure.connection.TimeoutsProperties;
import dev.millrace.autoconfigure.drain.DrainProperties;
import dev.millrace.autoconfigure.exchange.ForwardedProperties;
import dev.millrace.autoconfigure.exchange.HttpProperties;
import dev.millrace.autoconfigure.hot.HotPathProperties;
import dev.millrace.autoconfigure.transport.EpollProperties;
import dev.millrace.autoconfigure.transport.IoUringProperties;
import dev.millrace.autoconfigure.transport.KeepAliveProperties;
import dev.millrace.autoconfigure.transport.TcpProperties;
import dev.millrace.autoconfigure.transport.TransportProperties;
import dev.millrace.autoconfigure.transport.WorkersProperties;
import dev.millrace.autoconfigure.transport.WriteBufferProperties;
import dev.millrace.autoconfigure.webflux.WebFluxProperties;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DataObjectPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName.Form;

/**
 * The names that some {@code @ConfigurationProperties} record of Millrace binds, as a
 * tree with one node for each element of a name. Read from the records themselves, so
 * that the tree cannot differ from what is bound; lists and maps of records are followed.
 */
final class KnownKeys {

	/** Every record of this package that binds properties; a test compares. */
	static final List<Class<?>> RECORDS = List.of(MillraceProperties.class, AccessLogProperties.class,
			ActuatorProperties.class, ConnectionsProperties.class, DrainProperties.class, EpollProperties.class,
			ForwardedProperties.class, HotPathProperties.class, HttpProperties.class, IoUringProperties.class,
			KeepAliveProperties.class, StatisticsProperties.class, TcpProperties.class, TimeoutsProperties.class,
			TransportProperties.class, WebFluxProperties.class, WorkersProperties.class, WriteBufferProperties.class);

	/** Every endpoint of Millrace; a test compares. */
	static final List<String> ENDPOINTS = List.of("millrace", "millraceconnections", "millracehotroutes",
			"millraceworkers");

	/** What Spring Boot binds for each endpoint. */
	private static final List<String> OF_AN_ENDPOINT = List.of("access", "cache.time-to-live");

	private final Node root = new Node();

	private final List<String> names = new ArrayList<>();

	/** Knows the keys of Millrace. */
	KnownKeys() {
		for (Class<?> type : RECORDS) {
			addAll(type.getAnnotation(ConfigurationProperties.class).value(), type);
		}
		for (String endpoint : ENDPOINTS) {
			OF_AN_ENDPOINT.forEach((name) -> leaf("management.endpoint." + endpoint + "." + name));
		}
	}

	/** Knows the keys of one record. */
	KnownKeys(String prefix, Class<?> type) {
		addAll(prefix, type);
	}

	private void addAll(String prefix, Class<?> type) {
		addRecord(node(prefix), prefix, type);
	}

	/** Returns all names, in their canonical form, without the indices of lists. */
	List<String> names() {
		return this.names;
	}

	/**
	 * Tells whether some record binds a name.
	 * @param name the name
	 * @param environmentVariable whether dots may stand for dashes, as they do in names
	 * made of environment variables
	 * @param empty whether the value is empty, as that of an empty section in YAML
	 */
	boolean contains(ConfigurationPropertyName name, boolean environmentVariable, boolean empty) {
		return contains(this.root, name, 0, environmentVariable, empty);
	}

	private static boolean contains(Node node, ConfigurationPropertyName name, int index, boolean joins,
			boolean empty) {
		if (index == name.getNumberOfElements()) {
			return node.bound || empty;
		}
		if (node.anything) {
			return true;
		}
		Node each = node.each;
		if (each != null && (node.map || name.isNumericIndex(index)) && contains(each, name, index + 1, joins, empty)) {
			return true;
		}
		StringBuilder element = new StringBuilder();
		for (int next = index; next < name.getNumberOfElements(); next++) {
			Node child = node.children.get(element.append(name.getElement(next, Form.UNIFORM)).toString());
			if (child != null && contains(child, name, next + 1, joins, empty)) {
				return true;
			}
			if (!joins) {
				return false;
			}
		}
		return false;
	}

	private void addRecord(Node node, String path, Class<?> type) {
		for (RecordComponent component : type.getRecordComponents()) {
			String name = DataObjectPropertyName.toDashedForm(component.getName());
			add(node.child(name), path + "." + name, component.getGenericType());
		}
	}

	private void add(Node node, String path, Type type) {
		Class<?> raw = (type instanceof ParameterizedType generic) ? (Class<?>) generic.getRawType() : (Class<?>) type;
		if (raw.isRecord()) {
			addRecord(node, path, raw);
			return;
		}
		node.bound = true;
		this.names.add(path);
		if (type instanceof ParameterizedType generic && Iterable.class.isAssignableFrom(raw)) {
			node.each(false, this, path, generic.getActualTypeArguments()[0]);
		}
		else if (type instanceof ParameterizedType generic && Map.class.isAssignableFrom(raw)) {
			node.each(true, this, path, generic.getActualTypeArguments()[1]);
		}
	}

	private void leaf(String name) {
		node(name).bound = true;
		this.names.add(name);
	}

	private Node node(String name) {
		Node node = this.root;
		for (String element : name.split("\\.")) {
			node = node.child(element);
		}
		return node;
	}

	private static final class Node {

		private final Map<String, Node> children = new LinkedHashMap<>();

		private @Nullable Node each;

		private boolean map;

		private boolean anything;

		private boolean bound;

		private Node child(String element) {
			return this.children.computeIfAbsent(element.replace("-", ""), (name) -> new Node());
		}

		/** Says of which type the elements of a list or the values of a map are. */
		private void each(boolean isMap, KnownKeys known, String path, Type type) {
			this.map = isMap;
			this.each = new Node();
			if (type instanceof Class<?> element && element.isRecord()) {
				known.addRecord(this.each, isMap ? path + ".*" : path + "[]", element);
			}
			else {
				// The keys of a map may contain dots: below a map of plain values all is
				// bound.
				this.anything = isMap;
				this.each.bound = true;
			}
		}

	}

}
