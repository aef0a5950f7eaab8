package dev.millrace.transport.server;

import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;

import io.netty.channel.ChannelOption;
import org.junit.jupiter.api.Test;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerConfig;

import org.springframework.boot.reactor.netty.NettyReactiveWebServerFactory;
import org.springframework.boot.reactor.netty.NettyServerCustomizer;
import org.springframework.boot.reactor.netty.autoconfigure.NettyReactiveWebServerFactoryCustomizer;
import org.springframework.boot.reactor.netty.autoconfigure.NettyServerProperties;
import org.springframework.boot.web.server.autoconfigure.ServerProperties;
import org.springframework.mock.env.MockEnvironment;
import org.springframework.util.unit.DataSize;

import static org.assertj.core.api.Assertions.assertThat;

class CustomizerChainTests {

	private final ServerProperties server = new ServerProperties();

	private final NettyServerProperties netty = new NettyServerProperties();

	private final NettyReactiveWebServerFactory factory = new NettyReactiveWebServerFactory();

	@Test
	void theUserHasTheLastWord() {
		this.netty.setMaxInitialLineLength(DataSize.ofKilobytes(16));
		this.factory.addServerCustomizers((server) -> server.host("user"));
		HttpServerConfig config = customize((server) -> server.host("tuning").port(7));
		assertThat(config.bindAddress().get()).hasToString("user/<unresolved>:7");
		assertThat(config.decoder().maxInitialLineLength()).isEqualTo(16 * 1024);
	}

	@Test
	void keepAliveOfBootDoesNotReachReactorNetty() {
		this.netty.setIdleTimeout(Duration.ofSeconds(30));
		this.netty.setMaxKeepAliveRequests(10);
		HttpServerConfig config = customize(UnaryOperator.identity());
		assertThat(config.idleTimeout()).isNull();
		assertThat(config.maxKeepAliveRequests()).isEqualTo(-1);
	}

	@Test
	void keepAliveOfTheUserDoes() {
		this.factory.addServerCustomizers((server) -> server.idleTimeout(Duration.ofSeconds(5)));
		assertThat(customize(UnaryOperator.identity()).idleTimeout()).isEqualTo(Duration.ofSeconds(5));
	}

	@Test
	void otherPropertiesOfBootReachReactorNetty() {
		this.netty.setConnectionTimeout(Duration.ofSeconds(1));
		this.netty.setValidateHeaders(false);
		HttpServerConfig config = customize(UnaryOperator.identity());
		assertThat(config.options()).containsKey(ChannelOption.CONNECT_TIMEOUT_MILLIS);
		assertThat(config.decoder().validateHeaders()).isFalse();
	}

	@Test
	void aDecoderOfTheUserKeepsWhatItDoesNotMention() {
		this.server.setMaxHttpRequestHeaderSize(DataSize.ofKilobytes(32));
		this.netty.setInitialBufferSize(DataSize.ofBytes(64));
		this.factory.addServerCustomizers(
				(server) -> server.httpRequestDecoder((decoder) -> decoder.allowDuplicateContentLengths(true)),
				(server) -> server.httpRequestDecoder((decoder) -> decoder.initialBufferSize(256)));
		HttpServerConfig config = customize(UnaryOperator.identity());
		assertThat(config.decoder().maxHeaderSize()).isEqualTo(32 * 1024);
		assertThat(config.decoder().allowDuplicateContentLengths()).isTrue();
		assertThat(config.decoder().initialBufferSize()).isEqualTo(256);
	}

	@Test
	void http2SettingsOfTheUserKeepWhatTheyDoNotMention() {
		this.server.getHttp2().setEnabled(true);
		this.server.setMaxHttpRequestHeaderSize(DataSize.ofKilobytes(32));
		this.factory.addServerCustomizers(
				(server) -> server
					.http2Settings((settings) -> settings.maxConcurrentStreams(7).maxDecodedRstFramesPerWindow(50, 10)),
				(server) -> server.http2Settings((settings) -> settings.initialWindowSize(70000)));
		HttpServerConfig config = customize(UnaryOperator.identity());
		assertThat(config.http2SettingsSpec().maxHeaderListSize()).isEqualTo(32 * 1024);
		assertThat(config.http2SettingsSpec().maxConcurrentStreams()).isEqualTo(7);
		assertThat(config.http2SettingsSpec().initialWindowSize()).isEqualTo(70000);
		assertThat(config.http2SettingsSpec().maxDecodedRstFramesPerWindow()).isEqualTo(50);
		assertThat(config.http2SettingsSpec().maxDecodedRstFramesSecondsPerWindow()).isEqualTo(10);
	}

	private HttpServerConfig customize(UnaryOperator<HttpServer> tuning) {
		new NettyReactiveWebServerFactoryCustomizer(new MockEnvironment(), this.server, this.netty)
			.customize(this.factory);
		List<NettyServerCustomizer> chain = CustomizerChain.of(this.factory.getServerCustomizers(), tuning);
		HttpServer customized = HttpServer.create();
		for (NettyServerCustomizer customizer : chain) {
			customized = customizer.apply(customized);
		}
		return customized.configuration();
	}

}
