package dev.millrace.exchange.forwarded;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;

import dev.millrace.connection.proxy.TrustedProxies;
import io.netty.handler.ipfilter.IpFilterRuleType;
import io.netty.handler.ipfilter.IpSubnetFilterRule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Who the client is, behind proxies of whom 10.0.0.0/8 and fd00::/8 are trusted.
 */
class ForwardedChainTests {

	private static final TrustedProxies PROXIES = new TrustedProxies(
			List.of(new IpSubnetFilterRule("10.0.0.0/8", IpFilterRuleType.ACCEPT),
					new IpSubnetFilterRule("fd00::/8", IpFilterRuleType.ACCEPT)));

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '\'', nullValues = "NONE", textBlock = """
			198.51.100.7                         | 198.51.100.7   | 198.51.100.7
			6.6.6.6, 198.51.100.7                | 198.51.100.7   | 198.51.100.7
			6.6.6.6, 198.51.100.7, 10.1.1.1      | 198.51.100.7   | 198.51.100.7, 10.1.1.1
			10.3.3.3, 10.2.2.2                   | 10.3.3.3       | 10.3.3.3, 10.2.2.2
			6.6.6.6, unknown, 10.2.2.2           | 10.2.2.2       | 10.2.2.2
			6.6.6.6, evil.example, 10.2.2.2      | 10.2.2.2       | 10.2.2.2
			6.6.6.6, unknown                     | NONE           | NONE
			6.6.6.6, 2001:db8::1                 | 2001:db8::1    | 2001:db8::1
			6.6.6.6, [2001:db8::1]:443, fd00::1  | 2001:db8::1    | [2001:db8::1]:443, fd00::1
			6.6.6.6, 198.51.100.7:4711           | 198.51.100.7   | 198.51.100.7:4711
			6.6.6.6, 2001:DB8:0::1               | 2001:db8::1    | 2001:DB8:0::1
			,, 198.51.100.7 ,                    | 198.51.100.7   | 198.51.100.7
			", 198.51.100.7                      | 198.51.100.7   | 198.51.100.7
			"\\, 198.51.100.7, 10.1.1.1           | 198.51.100.7   | 198.51.100.7, 10.1.1.1
			""")
	void theRightMostUntrustedAddressWins(String field, String client, String rest) {
		ForwardedChain chain = ForwardedChain.ofAddresses(List.of(field), PROXIES);
		assertThat(address(chain)).isEqualTo(address(client));
		assertThat(String.join(", ", chain.toAddresses(true))).isEqualTo((rest != null) ? rest : "");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '\'', nullValues = "NONE", textBlock = """
			for=198.51.100.7                                         | 198.51.100.7 | NONE
			for=6.6.6.6;proto=http, For=198.51.100.7;proto=https     | 198.51.100.7 | https
			for=6.6.6.6, for="[2001:db8::1]:443";by=10.1.1.1         | 2001:db8::1  | NONE
			for="198.51.100.7:80", for=10.1.1.1;proto=http           | 198.51.100.7 | NONE
			for=6.6.6.6, for=_hidden, for=10.1.1.1;proto=https       | 10.1.1.1     | https
			for=6.6.6.6;proto=http, for=unknown;proto=https          | NONE         | https
			host="a,b;for=6.6.6.6";for=198.51.100.7;proto="htt\\ps"  | 198.51.100.7 | https
			for=", for=198.51.100.7;proto=https                      | 198.51.100.7 | https
			for="\\, for="[2001:db8::1]"                             | 2001:db8::1  | NONE
			for="a\\", for=6.6.6.6, for="198.51.100.7:1"              | 198.51.100.7 | NONE
			for=6.6.6.6, host=a                                      | NONE         | NONE
			""")
	void forwardedIsReadAlike(String field, String client, String scheme) {
		ForwardedChain chain = ForwardedChain.ofElements(List.of(field), PROXIES);
		assertThat(address(chain)).isEqualTo(address(client));
		assertThat(chain.scheme()).isEqualTo(scheme);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '\'', emptyValue = "",
			textBlock = """
					FOR="198.51.100.7:80";Proto=https;by=10.1.1.1, for=10.2.2.2 | for="198.51.100.7:80";proto=https;by=10.1.1.1, for=10.2.2.2
					for="[2001:db8::1]:443";host="a.example:8443"     | for="[2001:db8::1]:443";host="a.example:8443"
					For=2001:DB8::1                                   | for="[2001:DB8::1]"
					for=198.51.100.7;host="proto=http";proto=https    | for=198.51.100.7;proto=https
					for=unknown;host=a.example                        | host=a.example
					for=6.6.6.6, host=a.example;proto=https           | proto=https;host=a.example
					for=6.6.6.6, for=_hidden                          | ''
					""")
	void theFirstElementIsWrittenInOneWay(String field, String written) {
		assertThat(String.join(", ", ForwardedChain.ofElements(List.of(field), PROXIES).toElements()))
			.isEqualTo(written);
	}

	@ParameterizedTest
	@CsvSource({ "198.51.100.7:4711,198.51.100.7", "[2001:db8::1]:443,[2001:db8::1]", "[2001:db8::1],[2001:db8::1]",
			"2001:db8::1,2001:db8::1" })
	void thePortIsLeftOutWhereItWouldBeTakenForAPartOfTheName(String sent, String written) {
		ForwardedChain chain = ForwardedChain.ofAddresses(List.of(sent + ", 10.1.1.1"), PROXIES);
		assertThat(chain.toAddresses(false)).containsExactly(written, "10.1.1.1");
	}

	@Test
	void fieldsOfOneNameAreOneList() {
		assertThat(address(ForwardedChain.ofAddresses(List.of("6.6.6.6, 198.51.100.7", "10.1.1.1"), PROXIES)))
			.isEqualTo("198.51.100.7");
	}

	@Test
	void whatAClientSendsAheadNeverCounts() {
		Random random = new Random(1);
		for (int i = 0; i < 5000; i++) {
			List<String> behind = new ArrayList<>(List.of("198.51.100." + random.nextInt(256)));
			for (int proxies = random.nextInt(4); proxies > 0; proxies--) {
				behind.add("10." + random.nextInt(256) + ".0.1");
			}
			String told = String.join(",", behind);
			assertThat(ForwardedChain.ofAddresses(List.of(garbage(random) + "," + told), PROXIES).elements())
				.isEqualTo(ForwardedChain.ofAddresses(List.of(garbage(random), told), PROXIES).elements())
				.isEqualTo(behind);
			String elements = behind.stream().map((address) -> "for=" + address).collect(Collectors.joining(", "));
			assertThat(address(ForwardedChain.ofElements(List.of(garbage(random), elements), PROXIES)))
				.isEqualTo(behind.get(0));
			assertThat(address(ForwardedChain.ofElements(List.of(garbage(random) + ", " + elements), PROXIES)))
				.isEqualTo(behind.get(0));
		}
	}

	private static String garbage(Random random) {
		String[] parts = { "6.6.6.6", "10.0.0.1", ",", " ", "unknown", "for=", ";", "=", "[", "]:", "::", "::1", "a.b",
				"\"", "\\" };
		return random.ints(random.nextInt(8), 0, parts.length).mapToObj((i) -> parts[i]).collect(Collectors.joining());
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "a", "1.2.3", "1.2.3.4.5", "1.2.3.4:", "1.2.3.4:x", "1.2.3.4:99999", "1.2.3.4:-1", "[",
			"[]", "[]:1", "[1.2.3.4]", "[::1", "::1]", "[::1]x", "[::1]:", "localhost", "1.2.3.256", ":80", "0x7f.1",
			"%" })
	void whateverIsNoAddressIsNone(String text) {
		assertThat(ForwardedAddress.parse(text)).isNull();
	}

	private static String address(ForwardedChain chain) {
		return (chain.client() != null) ? chain.client().getAddress().getHostAddress() : null;
	}

	private static String address(String text) {
		return (text != null) ? ForwardedAddress.parse(text).getAddress().getHostAddress() : null;
	}

}
