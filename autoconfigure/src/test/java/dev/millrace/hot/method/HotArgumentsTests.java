package dev.millrace.hot.method;

import java.lang.reflect.Method;
import java.util.List;

import dev.millrace.hot.HotJson;
import dev.millrace.hot.HotRequest;
import dev.millrace.hot.LeaveToWebFlux;
import dev.millrace.hot.path.HotPattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.core.MethodParameter;
import org.springframework.format.support.DefaultFormattingConversionService;
import org.springframework.web.bind.annotation.RequestParam;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

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
		assertThat(argument.of(request("3"))).isEqualTo(3);
		if (kotlin) {
			assertThatExceptionOfType(LeaveToWebFlux.class).isThrownBy(() -> argument.of(request()));
		}
		else {
			assertThat(argument.of(request())).isNull();
		}
	}

	private static HotRequest request(String... times) {
		HotRequest request = mock();
		given(request.queryParams("times")).willReturn(List.of(times));
		return request;
	}

	@SuppressWarnings("unused")
	static String greet(@RequestParam(required = false) @Nullable Integer times) {
		return "hello " + times;
	}

}
