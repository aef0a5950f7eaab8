package dev.millrace.sample;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

import org.springframework.boot.autoconfigure.ssl.SslBundleRegistrar;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslStoreBundle;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Profile;
import org.springframework.util.FileSystemUtils;

/**
 * Certificate of profile {@code tls}: made at each start with the JDK's own tool, for
 * this machine alone, and kept nowhere.
 */
@Configuration(proxyBeanMethods = false)
@Profile("tls")
class DevelopmentCertificateConfiguration {

	private static final int LONGEST_SECONDS = 60;

	@Bean
	SslBundleRegistrar developmentCertificate() {
		return (registry) -> {
			String password = UUID.randomUUID().toString();
			registry.registerBundle("development",
					SslBundle.of(SslStoreBundle.of(selfSigned(password), password, null)));
		};
	}

	private static KeyStore selfSigned(String password) {
		try {
			Path directory = Files.createTempDirectory("development-certificate");
			try {
				return selfSigned(directory.resolve("key.p12"), password);
			}
			finally {
				FileSystemUtils.deleteRecursively(directory);
			}
		}
		catch (IOException | GeneralSecurityException ex) {
			throw new IllegalStateException("No development certificate could be made", ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException("Interrupted while a development certificate was made", ex);
		}
	}

	private static KeyStore selfSigned(Path file, String password)
			throws IOException, GeneralSecurityException, InterruptedException {
		ProcessBuilder keytool = new ProcessBuilder(
				Path.of(System.getProperty("java.home"), "bin", "keytool").toString(), "-genkeypair", "-alias",
				"development", "-keyalg", "EC", "-dname", "CN=localhost", "-ext", "san=dns:localhost,ip:127.0.0.1",
				"-storetype", "PKCS12", "-keystore", file.toString(), "-storepass:env", "STORE_PASSWORD");
		keytool.environment().put("STORE_PASSWORD", password);
		Process process = keytool.redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
		if (!process.waitFor(LONGEST_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
			process.destroy();
			throw new IOException("keytool failed");
		}
		KeyStore store = KeyStore.getInstance("PKCS12");
		try (InputStream in = Files.newInputStream(file)) {
			store.load(in, password.toCharArray());
		}
		return store;
	}

}
