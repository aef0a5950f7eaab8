package dev.millrace.autoconfigure;

import java.util.ArrayList;
import java.util.List;

import dev.millrace.testing.RawClient;
import dev.millrace.testing.Requests;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Writes on the endpoints of Millrace are not for pages of other sites.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@ExtendWith(OutputCaptureExtension.class)
class EndpointWriteGuardTests {

	private ConfigurableApplicationContext context;

	@BeforeAll
	void start() {
		this.context = run();
	}

	@AfterAll
	void stop() {
		this.context.close();
	}

	private static ConfigurableApplicationContext run(String... properties) {
		List<String> arguments = new ArrayList<>(List.of("--server.port=0", "--spring.main.banner-mode=off",
				"--management.endpoints.web.exposure.include=*", "--spring.reactor.netty.shutdown-quiet-period=0s",
				"--management.endpoint.millraceconnections.access=unrestricted",
				"--management.endpoint.other.access=unrestricted", "--millrace.actuator.hosts=admin.example.com",
				"--millrace.transport.type=nio", "--millrace.drain.idle-grace=0s"));
		for (String property : properties) {
			arguments.add("--" + property);
		}
		return new SpringApplicationBuilder(Application.class).web(WebApplicationType.REACTIVE)
			.run(arguments.toArray(String[]::new));
	}

	private RawClient.Response send(int port, String line, String... headers) {
		try (RawClient client = new RawClient(port)) {
			client.send(line + " HTTP/1.1\r\nContent-Length: 0\r\n" + String.join("\r\n", headers) + "\r\n\r\n");
			return client.read();
		}
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			Host: localhost                                            | 404
			Host: 127.0.0.1:8080                                       | 404
			Host: admin.example.com                                    | 404
			Host: localhost;Sec-Fetch-Site: same-origin                | 404
			Host: localhost:9;Origin: http://localhost:9               | 404
			Host: evil.example                                         | 421
			Host: evil.example;X-Forwarded-Host: localhost             | 421
			Host: evil.example;Forwarded: host=localhost               | 421
			Host: evil.example;Sec-Fetch-Site: same-origin             | 421
			Host: localhost;Sec-Fetch-Site: cross-site                 | 403
			Host: localhost;Sec-Fetch-Site: same-site                  | 403
			Host: localhost;Origin: http://evil.example                | 403
			Host: localhost;Origin: null                               | 403
			""")
	void aWriteOfAnotherSiteIsRefused(String headers, int status) {
		RawClient.Response response = send(Requests.port(this.context), "DELETE /actuator/millrace/connections/9999",
				headers.split(";"));
		assertThat(response.status()).isEqualTo(status);
		if (status != 404) {
			assertThat(response.has("content-type: application/problem+json")).isTrue();
			assertThat(response.body()).contains("\"status\":" + status)
				.contains((status == 421) ? "millrace.actuator.hosts" : "must be");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "POST /actuator/millrace", "DELETE /actuator/millrace/connections/1",
			"PUT /actuator/millrace/workers", "PATCH /actuator/millrace/connections",
			"DELETE /actuator//millrace/connections/1", "DELETE /actuator/millrace/connections/1/",
			"DELETE /actuator/millrace;a=b/connections/1", "DELETE /actuator/%6Dillrace/connections/1" })
	void everyMethodThatWritesIsGuardedOnEveryPath(String line) {
		int status = send(Requests.port(this.context), line, "Host: evil.example").status();
		assertThat(status).as(line).isIn(421, 404);
		int allowed = send(Requests.port(this.context), line, "Host: localhost").status();
		if (status == 404) {
			assertThat(allowed).as("no endpoint has this path").isEqualTo(404);
		}
	}

	@ParameterizedTest
	@CsvSource({ "GET /actuator/millrace,200", "GET /actuator/millrace/connections,200", "POST /actuator/other,204",
			"POST /elsewhere,404" })
	void readsAndOtherEndpointsAreLeftAlone(String line, int status) {
		assertThat(send(Requests.port(this.context), line, "Host: evil.example", "Sec-Fetch-Site: cross-site",
				"Content-Type: application/json")
			.status()).isEqualTo(status);
	}

	@Test
	void eachWriteIsLoggedInOneLine(CapturedOutput output) {
		send(Requests.port(this.context), "DELETE /actuator/millrace/connections/4711", "Host: localhost");
		send(Requests.port(this.context), "DELETE /actuator/millrace/connections/4712", "Host: evil.example");
		assertThat(output.getOut())
			.containsOnlyOnce("DELETE /actuator/millrace/connections/4711 by anonymous from 127.0.0.1:")
			.containsPattern("connections/4711 by anonymous from 127.0.0.1:\\d+: 404")
			.containsPattern("connections/4712 by anonymous from 127.0.0.1:\\d+: 421");
	}

	@Test
	void aManagementPortOfItsOwnIsGuardedToo() {
		try (ConfigurableApplicationContext separate = run("management.server.port=0",
				"management.server.base-path=/manage", "management.endpoints.web.base-path=/")) {
			int port = separate.getEnvironment().getRequiredProperty("local.management.port", Integer.class);
			String line = "DELETE /manage/millrace/connections/9999";
			assertThat(send(port, line, "Host: localhost").status()).isEqualTo(404);
			assertThat(send(port, line, "Host: evil.example").status()).isEqualTo(421);
			assertThat(send(port, "POST /manage/other", "Host: evil.example").status()).isEqualTo(204);
		}
	}

	@SpringBootConfiguration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

		@Bean
		OtherEndpoint otherEndpoint() {
			return new OtherEndpoint();
		}

	}

	@Endpoint(id = "other")
	static class OtherEndpoint {

		@WriteOperation
		void write() {
		}

	}

}
