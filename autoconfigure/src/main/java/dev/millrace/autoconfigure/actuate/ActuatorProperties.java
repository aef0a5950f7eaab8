package dev.millrace.autoconfigure.actuate;

import java.util.List;

import dev.millrace.actuate.ShowAddresses;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What the endpoints of Millrace show.
 *
 * @param showAddresses Who may see the addresses of clients. Others see their network
 * only.
 * @param hosts Host names under which operators reach the endpoints, such as
 * 'admin.example.com'. Writes under other names are refused, but for 'localhost', IP
 * addresses and 'management.server.address'.
 */
@ConfigurationProperties("millrace.actuator")
public record ActuatorProperties(@DefaultValue("when-authorized") ShowAddresses showAddresses,
		@DefaultValue List<String> hosts) {
}
