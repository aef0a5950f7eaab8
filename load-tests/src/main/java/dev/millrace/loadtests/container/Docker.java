package dev.millrace.loadtests.container;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

import org.testcontainers.DockerClientFactory;
import org.testcontainers.images.RemoteDockerImage;
import org.testcontainers.utility.DockerImageName;
import org.testcontainers.utility.TestcontainersConfiguration;

/**
 * The Docker of this machine, if there is one.
 */
public final class Docker {

	private static final String HOME = "user.home";

	private Docker() {
	}

	/**
	 * Finds out whether containers of an image can run here; fetches the image if it is
	 * not here yet.
	 * @param image the image
	 * @param folder where Testcontainers may leave notes
	 * @return why they cannot, in words; absent if they can
	 */
	public static Optional<String> unavailable(String image, Path folder) {
		try {
			keepNotesIn(folder);
			DockerClientFactory.instance().client();
		}
		catch (RuntimeException | LinkageError ex) {
			return Optional.of("Docker cannot be used: " + cause(ex));
		}
		try {
			new RemoteDockerImage(DockerImageName.parse(image)).get();
			return Optional.empty();
		}
		catch (RuntimeException ex) {
			return Optional.of("there is no image " + image + ": " + cause(ex));
		}
	}

	/**
	 * Testcontainers writes into the home folder how it has found Docker.
	 */
	private static void keepNotesIn(Path folder) {
		String home = System.getProperty(HOME);
		if (Files.exists(Path.of(home, ".testcontainers.properties"))) {
			return;
		}
		System.setProperty(HOME, folder.toString());
		try {
			TestcontainersConfiguration.getInstance();
		}
		finally {
			System.setProperty(HOME, home);
		}
	}

	static String cause(Throwable failure) {
		Throwable cause = failure;
		while (cause.getCause() != null) {
			cause = cause.getCause();
		}
		return String.valueOf(cause.getMessage()).lines().findFirst().orElse("").trim();
	}

}
