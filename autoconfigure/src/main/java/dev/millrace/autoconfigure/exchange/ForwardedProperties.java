package dev.millrace.autoconfigure.exchange;

import java.util.List;

import dev.millrace.connection.proxy.ProxyProtocolMode;
import dev.millrace.exchange.forwarded.ForwardedHeader;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What proxies in front say of their clients.
 *
 * @param trusted Networks of the proxies that are believed, such as '10.0.0.0/8'. When
 * not set, these are the private, shared, link-local and loopback networks. From all
 * other peers 'Forwarded', 'X-Forwarded-*' and 'X-Real-IP' are removed.
 * @param header What these proxies write. The other kind is removed. With 'auto' that is
 * 'x-forwarded' where there is 'X-Forwarded-For', else 'forwarded'.
 * @param proxyProtocol Whether connections begin with a PROXY header, version 1 or 2. If
 * so, connections without one and those of peers that are not trusted are closed. Needs
 * 'io.netty:netty-codec-haproxy'.
 */
@ConfigurationProperties("millrace.forwarded")
public record ForwardedProperties(@Nullable List<String> trusted, @DefaultValue("auto") ForwardedHeader header,
		@DefaultValue("off") ProxyProtocolMode proxyProtocol) {
}
