package dev.millrace.autoconfigure;

import dev.millrace.actuate.ShowAddresses;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What the endpoints of Millrace show.
 *
 * @param showAddresses Who may see the addresses of clients. Others see their network
 * only.
 */
@ConfigurationProperties("millrace.actuator")
record ActuatorProperties(@DefaultValue("when-authorized") ShowAddresses showAddresses) {
}
