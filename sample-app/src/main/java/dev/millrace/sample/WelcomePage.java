package dev.millrace.sample;

import java.io.IOException;

import dev.millrace.hot.HotRequest;
import dev.millrace.hot.HotResponse;
import org.jspecify.annotations.Nullable;

import org.springframework.core.io.ClassPathResource;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;

/**
 * The page that browsers get at {@code /}, where programs get JSON.
 */
@Component
class WelcomePage {

	private final HotResponse page;

	WelcomePage() throws IOException {
		byte[] html = new ClassPathResource("welcome.html").getContentAsByteArray();
		this.page = HotResponse.bytes(html, "text/html;charset=UTF-8").header(HttpHeaders.VARY, HttpHeaders.ACCEPT);
	}

	/** Answers a client that prefers pages, or with something else. */
	HotResponse orElse(HotRequest request, @Nullable Object information) {
		boolean browser = request.headers("accept").stream().anyMatch((accept) -> accept.contains("text/html"));
		return browser ? this.page : HotResponse.json(information).header(HttpHeaders.VARY, HttpHeaders.ACCEPT);
	}

}
