package dev.millrace.connection;

import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;

import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;

import org.jspecify.annotations.Nullable;

/**
 * What was settled in a TLS handshake, and what the client said and proved in it.
 * Immutable.
 *
 * @param protocol version of TLS, such as {@code TLSv1.3}
 * @param cipherSuite the cipher suite
 * @param applicationProtocol the protocol chosen by ALPN (RFC 7301), such as {@code h2},
 * or {@code null}
 * @param serverName the host name that the client asked for by SNI (RFC 6066 section 3),
 * in ASCII, or {@code null}. The client is free to say any name; that of a request is in
 * its {@code Host}
 * @param clientCertificates the certificate by which the client has proved who it is, and
 * then those that issued it as far as the client sent them; empty if the client sent
 * none, or the server does not ask for one
 */
public record TlsFacts(String protocol, String cipherSuite, @Nullable String applicationProtocol,
		@Nullable String serverName, List<X509Certificate> clientCertificates) {

	/** Copies the list of certificates. */
	public TlsFacts {
		clientCertificates = List.copyOf(clientCertificates);
	}

	/**
	 * Reads the facts of a handshake that has ended.
	 * @param engine the engine that has made it
	 * @param applicationProtocol the protocol chosen by ALPN, or {@code null}
	 * @return the facts
	 */
	public static TlsFacts of(SSLEngine engine, @Nullable String applicationProtocol) {
		SSLSession session = engine.getSession();
		boolean asked = engine.getNeedClientAuth() || engine.getWantClientAuth();
		return new TlsFacts(session.getProtocol(), session.getCipherSuite(), applicationProtocol, serverName(session),
				asked ? certificates(session) : List.of());
	}

	private static @Nullable String serverName(SSLSession session) {
		if (session instanceof ExtendedSSLSession extended) {
			for (SNIServerName name : names(extended)) {
				if (name instanceof SNIHostName host) {
					return host.getAsciiName();
				}
			}
		}
		return null;
	}

	private static List<SNIServerName> names(ExtendedSSLSession session) {
		try {
			return session.getRequestedServerNames();
		}
		catch (UnsupportedOperationException ex) {
			// A provider of TLS need not implement this method of the JDK.
			return List.of();
		}
	}

	/**
	 * Asked only where a certificate was requested: a session without one throws, and the
	 * exception costs a stack trace per handshake.
	 */
	private static List<X509Certificate> certificates(SSLSession session) {
		List<X509Certificate> certificates = new ArrayList<>();
		try {
			for (Certificate certificate : session.getPeerCertificates()) {
				if (certificate instanceof X509Certificate x509) {
					certificates.add(x509);
				}
			}
		}
		catch (SSLPeerUnverifiedException ex) {
			return List.of();
		}
		return certificates;
	}

}
