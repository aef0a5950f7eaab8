package dev.millrace.actuate;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.security.Principal;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.actuate.endpoint.SecurityContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Who sees what of an address.
 */
class ShowAddressesTests {

	private static final SecurityContext OPERATOR = new SecurityContext() {

		@Override
		public Principal getPrincipal() {
			return () -> "operator";
		}

		@Override
		public boolean isUserInRole(String role) {
			return false;
		}

	};

	@Test
	void whoHasLoggedInSeesAddressesUnlessNobodyMay() {
		assertThat(ShowAddresses.NEVER.to(OPERATOR)).isFalse();
		assertThat(ShowAddresses.WHEN_AUTHORIZED.to(OPERATOR)).isTrue();
		assertThat(ShowAddresses.ALWAYS.to(OPERATOR)).isTrue();
	}

	@Test
	void othersSeeThemOnlyWhereEverybodyMay() {
		assertThat(ShowAddresses.NEVER.to(SecurityContext.NONE)).isFalse();
		assertThat(ShowAddresses.WHEN_AUTHORIZED.to(SecurityContext.NONE)).isFalse();
		assertThat(ShowAddresses.ALWAYS.to(SecurityContext.NONE)).isTrue();
	}

	@ParameterizedTest
	@CsvSource({ "203.0.113.77, 203.0.113.77:80, 203.0.113.0/24",
			"2001:db8:1:2:3:4:5:6, [2001:db8:1:2:3:4:5:6]:80, 2001:db8:1:0:0:0:0:0/48" })
	void addressesAreWholeOrNetworks(String address, String whole, String network) throws UnknownHostException {
		InetSocketAddress client = new InetSocketAddress(InetAddress.getByName(address), 80);
		assertThat(AddressText.of(client, true)).isEqualTo(whole);
		assertThat(AddressText.of(client, false)).isEqualTo(network);
		assertThat(AddressText.of(null, true)).isNull();
	}

}
