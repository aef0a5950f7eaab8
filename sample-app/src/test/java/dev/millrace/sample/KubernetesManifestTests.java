package dev.millrace.sample;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.function.Function;

import com.google.gson.Gson;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.kubernetes.client.openapi.models.V1ConfigMap;
import io.kubernetes.client.openapi.models.V1Deployment;
import io.kubernetes.client.openapi.models.V1PodDisruptionBudget;
import io.kubernetes.client.openapi.models.V1Service;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;

import org.springframework.beans.factory.config.YamlPropertiesFactoryBean;
import org.springframework.boot.convert.DurationStyle;
import org.springframework.core.io.ByteArrayResource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * The deployment that {@code docs/production.md} recommends is one that Kubernetes takes
 * and whose properties exist.
 */
class KubernetesManifestTests {

	private static final Path MANIFEST = Path.of("../docs/kubernetes/application.yaml");

	private static final Path PROPERTIES = Path.of("../docs/properties.md");

	private static final Map<String, Check> SCHEMA = Map.of("ConfigMap", V1ConfigMap::validateJsonElement, "Deployment",
			V1Deployment::validateJsonElement, "Service", V1Service::validateJsonElement, "PodDisruptionBudget",
			V1PodDisruptionBudget::validateJsonElement);

	/** Fails for fields that are missing or unknown. */
	@FunctionalInterface
	private interface Check {

		void check(JsonElement element) throws IOException;

	}

	@Test
	void theSchemaOfKubernetesAllowsIt() throws IOException {
		List<JsonObject> documents = documents(Function.identity());
		assertThat(documents).hasSize(4);
		for (JsonObject document : documents) {
			SCHEMA.get(document.get("kind").getAsString()).check(document);
		}
	}

	@Test
	void theCheckFindsAWrongField() {
		assertThatThrownBy(() -> {
			for (JsonObject document : documents((text) -> text.replace("readinessProbe", "readynessProbe"))) {
				SCHEMA.get(document.get("kind").getAsString()).check(document);
			}
		}).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("readynessProbe");
	}

	@Test
	void itsPropertiesExist() throws IOException {
		String known = Files.readString(PROPERTIES);
		assertThat(properties().stringPropertyNames()).filteredOn((name) -> name.startsWith("millrace."))
			.hasSizeGreaterThan(3)
			.allSatisfy((name) -> assertThat(known).contains("`" + name + "`"));
	}

	/** Kubernetes kills what has not ended in its time. */
	@Test
	void thereIsTimeForTheDrain() throws IOException {
		Properties properties = properties();
		Duration delay = duration(properties, "millrace.drain.delay");
		Duration phase = duration(properties, "spring.lifecycle.timeout-per-shutdown-phase");
		Duration streams = duration(properties, "millrace.drain.stream-timeout");
		assertThat(phase).isGreaterThan(delay.plus(streams));
		JsonObject pod = document("Deployment").getAsJsonObject("spec")
			.getAsJsonObject("template")
			.getAsJsonObject("spec");
		assertThat(Duration.ofSeconds(pod.get("terminationGracePeriodSeconds").getAsLong()))
			.isGreaterThanOrEqualTo(phase.plusSeconds(10));
	}

	private static Duration duration(Properties properties, String name) {
		return DurationStyle.detectAndParse(properties.getProperty(name));
	}

	private static Properties properties() throws IOException {
		String file = document("ConfigMap").getAsJsonObject("data").get("application.yaml").getAsString();
		YamlPropertiesFactoryBean factory = new YamlPropertiesFactoryBean();
		factory.setResources(new ByteArrayResource(file.getBytes(StandardCharsets.UTF_8)));
		return Objects.requireNonNull(factory.getObject());
	}

	private static JsonObject document(String kind) throws IOException {
		return documents(Function.identity()).stream()
			.filter((document) -> document.get("kind").getAsString().equals(kind))
			.findFirst()
			.orElseThrow();
	}

	private static List<JsonObject> documents(Function<String, String> change) throws IOException {
		List<JsonObject> documents = new ArrayList<>();
		Gson gson = new Gson();
		for (Object document : new Yaml().loadAll(change.apply(Files.readString(MANIFEST)))) {
			documents.add(gson.toJsonTree(document).getAsJsonObject());
		}
		return documents;
	}

}
