package dev.millrace.testing;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.util.concurrent.TimeUnit;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;

import io.netty.handler.ssl.util.InsecureTrustManagerFactory;

/**
 * A self-signed certificate for 127.0.0.1, made with the JDK's own tool.
 */
public final class TestCertificate {

	private static final String PASSWORD = "secret";

	private static final Path STORE = create();

	private static final KeyManagerFactory KEYS = read(STORE);

	private TestCertificate() {
	}

	public static KeyManagerFactory keys() {
		return KEYS;
	}

	/** What Spring Boot must be told to use it. */
	public static String[] serverProperties() {
		return new String[] { "server.ssl.key-store=" + STORE.toUri(), "server.ssl.key-store-password=" + PASSWORD };
	}

	public static SSLSocketFactory trustingSockets() {
		try {
			SSLContext context = SSLContext.getInstance("TLS");
			context.init(null, InsecureTrustManagerFactory.INSTANCE.getTrustManagers(), new SecureRandom());
			return context.getSocketFactory();
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static Path create() {
		try {
			Path directory = Files.createTempDirectory("certificate");
			directory.toFile().deleteOnExit();
			Path file = directory.resolve("key.p12");
			file.toFile().deleteOnExit();
			Process tool = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
					"-genkeypair", "-alias", "test", "-keyalg", "EC", "-dname", "CN=127.0.0.1", "-ext",
					"san=ip:127.0.0.1", "-storetype", "PKCS12", "-keystore", file.toString(), "-storepass", PASSWORD)
				.redirectErrorStream(true)
				.redirectOutput(ProcessBuilder.Redirect.DISCARD)
				.start();
			if (!tool.waitFor(60, TimeUnit.SECONDS) || tool.exitValue() != 0) {
				throw new IllegalStateException("keytool failed");
			}
			return file;
		}
		catch (IOException | InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static KeyManagerFactory read(Path file) {
		try (InputStream in = Files.newInputStream(file)) {
			KeyStore store = KeyStore.getInstance("PKCS12");
			store.load(in, PASSWORD.toCharArray());
			KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
			keys.init(store, PASSWORD.toCharArray());
			return keys;
		}
		catch (IOException | GeneralSecurityException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
