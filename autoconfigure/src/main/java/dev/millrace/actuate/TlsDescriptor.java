package dev.millrace.actuate;

import dev.millrace.connection.TlsFacts;
import org.jspecify.annotations.Nullable;

/**
 * What was settled in a TLS handshake as the endpoint tells it: without the certificate
 * of the client, which says who it is.
 *
 * @param protocol version of TLS
 * @param cipherSuite the cipher suite
 * @param applicationProtocol the protocol chosen by ALPN, or {@code null}
 */
public record TlsDescriptor(String protocol, String cipherSuite, @Nullable String applicationProtocol) {

	static @Nullable TlsDescriptor of(@Nullable TlsFacts tls) {
		return (tls != null) ? new TlsDescriptor(tls.protocol(), tls.cipherSuite(), tls.applicationProtocol()) : null;
	}

}
