package dev.millrace.loadtests.peers.mvc;

import java.util.HashMap;
import java.util.Map;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Spring MVC on Tomcat with a virtual thread for each request.
 */
@SpringBootApplication
@RestController
public class SpringMvcPeer {

	/**
	 * Starts the server.
	 * @param args the command line
	 */
	public static void main(String[] args) {
		SpringApplication application = new SpringApplication(SpringMvcPeer.class);
		Map<String, Object> properties = new HashMap<>();
		properties.put("spring.threads.virtual.enabled", "true");
		properties.put("server.address", "127.0.0.1");
		properties.put("server.port", "0");
		properties.put("server.tomcat.max-connections", "20000");
		properties.put("server.tomcat.accept-count", "4096");
		// As in the others, a connection serves any number of requests
		properties.put("server.tomcat.max-keep-alive-requests", "-1");
		application.setDefaultProperties(properties);
		application.run(args);
	}

	@GetMapping(path = "/plaintext", produces = MediaType.TEXT_PLAIN_VALUE)
	String plaintext() {
		return "Hello, World!";
	}

}
