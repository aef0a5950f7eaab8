package dev.millrace.hot;

import java.lang.reflect.Method;
import java.util.List;

import dev.millrace.hot.path.HotPattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.core.MethodParameter;
import org.springframework.format.support.DefaultFormattingConversionService;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;
import org.springframework.mock.web.server.MockServerWebExchange;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.reactive.function.server.ServerRequest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link HotArguments}.
 */
class HotArgumentsTests {

	private static final HotPattern PATTERN = HotPattern.parse("/");

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void onlyWebFluxKnowsTheDefaultOfAParameterOfKotlin(boolean kotlin) throws Exception {
		Method method = HotArgumentsTests.class.getDeclaredMethod("greet", Integer.class);
		HotArguments arguments = new HotArguments(new DefaultFormattingConversionService(), (name) -> name,
				new HotCodecs(List.of(), List.of(), HotJson.NONE), (type) -> kotlin);
		HotArgument argument = arguments.of(new MethodParameter(method, 0), PATTERN);
		assertThat(argument).isNotNull();
		assertThat(argument.of(request("/?times=3"))).isEqualTo(3);
		if (kotlin) {
			assertThatExceptionOfType(HotPass.class).isThrownBy(() -> argument.of(request("/")));
		}
		else {
			assertThat(argument.of(request("/"))).isNull();
		}
	}

	private static HotRequest request(String target) {
		MockServerWebExchange exchange = MockServerWebExchange.from(MockServerHttpRequest.get(target));
		return new WebFluxHotRequest(ServerRequest.create(exchange, List.of()), PATTERN, List.of(), HotJson.NONE);
	}

	@SuppressWarnings("unused")
	static String greet(@RequestParam(required = false) @Nullable Integer times) {
		return "hello " + times;
	}

}
