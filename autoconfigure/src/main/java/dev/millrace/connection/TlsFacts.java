package dev.millrace.connection;

import javax.net.ssl.SSLSession;

import org.jspecify.annotations.Nullable;

/**
 * What was settled in a TLS handshake.
 *
 * @param protocol version of TLS
 * @param cipherSuite the cipher suite
 * @param applicationProtocol the protocol chosen by ALPN, or {@code null}
 */
public record TlsFacts(String protocol, String cipherSuite, @Nullable String applicationProtocol) {

	/**
	 * Reads the facts of a session.
	 * @param session the session
	 * @param applicationProtocol the protocol chosen by ALPN, or {@code null}
	 * @return the facts
	 */
	public static TlsFacts of(SSLSession session, @Nullable String applicationProtocol) {
		return new TlsFacts(session.getProtocol(), session.getCipherSuite(), applicationProtocol);
	}

}
