package dev.millrace.hot;

import java.lang.reflect.Type;
import java.net.SocketAddress;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * A request to a hot route, the same on every lane and protocol. Values are decoded when
 * they are asked for. Confined to the event loop that passed it; asynchronous and
 * blocking handlers may use it on any one thread at a time until they have answered.
 */
public interface HotRequest {

	/**
	 * Returns the method.
	 * @return the method, such as {@code GET}
	 */
	String method();

	/**
	 * Returns the path as received: not decoded.
	 * @return the path, without the query
	 */
	String path();

	/**
	 * Returns a variable of the pattern, decoded.
	 * @param name its name in the pattern
	 * @return the value, never empty; for {@code {*rest}} it begins with a slash
	 * @throws HotRequestException with 400 if the value is not validly encoded
	 * @throws IllegalArgumentException if the pattern has no such variable
	 */
	String pathVariable(String name);

	/**
	 * Returns the first value of a query parameter, decoded.
	 * @param name its name
	 * @return the value, or {@code null}
	 * @throws HotRequestException with 400 if the query is not validly encoded
	 */
	@Nullable String queryParam(String name);

	/**
	 * Returns all values of a query parameter, decoded.
	 * @param name its name
	 * @return the values
	 * @throws HotRequestException with 400 if the query is not validly encoded
	 */
	List<String> queryParams(String name);

	/**
	 * Returns the first value of a header.
	 * @param name its name, in any case
	 * @return the value, or {@code null}
	 */
	@Nullable String header(String name);

	/**
	 * Returns all values of a header.
	 * @param name its name, in any case
	 * @return the values
	 */
	List<String> headers(String name);

	/**
	 * Returns the type of the body.
	 * @return the value of {@code Content-Type}, {@code application/octet-stream} where
	 * there is none
	 */
	default String contentType() {
		String type = header("content-type");
		return (type != null) ? type : "application/octet-stream";
	}

	/**
	 * Returns the body. Routes that take one say so with
	 * {@link HotRouteBuilder#maxBody(org.springframework.util.unit.DataSize)}.
	 * @return the bytes, empty where there are none
	 * @throws IllegalStateException if the route takes none, or in a
	 * {@link HotAuthorizer}, which is asked before the body is read
	 */
	byte[] body();

	/**
	 * Reads the body with the application's JSON mapper.
	 * @param <T> type to read
	 * @param type type to read
	 * @return the value
	 * @throws HotRequestException with 415 if the body is not said to be JSON, with 400
	 * if it cannot be read
	 */
	default <T> T json(Class<T> type) {
		return json((Type) type);
	}

	/**
	 * Reads the body with the application's JSON mapper.
	 * @param <T> type to read
	 * @param type type to read, which may be generic
	 * @return the value
	 * @throws HotRequestException with 415 if the body is not said to be JSON, with 400
	 * if it cannot be read
	 */
	<T> T json(Type type);

	/**
	 * Returns the address of the client.
	 * @return the address, that of the client behind a trusted proxy where it is known;
	 * its port is that of the connection where the proxy does not tell it, as in WebFlux;
	 * {@code null} for a client that connects over a Unix domain socket and is not known
	 */
	@Nullable SocketAddress remoteAddress();

	/**
	 * Returns the protocol.
	 * @return {@code HTTP/1.0}, {@code HTTP/1.1}, {@code HTTP/2.0} or {@code HTTP/3.0};
	 * in WebFlux on another server than Reactor Netty always {@code HTTP/1.1}
	 */
	String protocol();

	/**
	 * Returns the scheme.
	 * @return {@code http} or {@code https}
	 */
	String scheme();

}
