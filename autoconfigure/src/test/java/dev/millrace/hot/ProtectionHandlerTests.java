package dev.millrace.hot;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

import dev.millrace.connection.ConnectionRegistry;
import dev.millrace.testing.RawClient;
import dev.millrace.testing.RawClient.Response;
import dev.millrace.testing.StreamClient;
import dev.millrace.testing.TestCertificate;
import dev.millrace.testing.Wire;
import dev.millrace.transport.server.PipelineStatus;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.ipfilter.IpFilterRuleType;
import io.netty.handler.ipfilter.IpSubnetFilterRule;
import io.netty.handler.ipfilter.RuleBasedIpFilter;
import io.netty.handler.ssl.OptionalSslHandler;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.util.ReferenceCountUtil;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.netty.NettyPipeline;
import reactor.netty.http.Http11SslContextSpec;
import reactor.netty.http.Http2SslContextSpec;
import reactor.netty.http.HttpProtocol;
import reactor.netty.http.server.HttpServer;
import reactor.netty.tcp.SslProvider;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.reactor.netty.NettyServerCustomizer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Handlers that an application puts into the pipeline to protect it hold for hot routes
 * as they do without Millrace.
 */
class ProtectionHandlerTests {

	private static final String GET = "GET /hot HTTP/1.1\r\nHost: test\r\n\r\n";

	private static final String ALLOWED = "GET /hot HTTP/1.1\r\nHost: test\r\nX-Key: yes\r\n\r\n";

	private static final String[] STREAM_REQUEST = { ":method", "GET", ":path", "/hot", ":scheme", "http", ":authority",
			"test" };

	private static final Duration TIMEOUT = Duration.ofSeconds(20);

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void plainHttpIsRedirectedAndNothingIsAnsweredInClearText(boolean millrace) {
		try (ConfigurableApplicationContext context = start(redirecting(), millrace)) {
			try (RawClient client = new RawClient(port(context))) {
				client.send(GET + GET + "GET /annotated HTTP/1.1\r\nHost: test\r\n\r\n");
				Response redirect = client.read();
				assertThat(redirect.status()).isEqualTo(308);
				assertThat(redirect.head()).containsIgnoringCase("location: https://test/hot");
				assertThat(client.closed()).isTrue();
			}
			// Byte by byte, so that the decision has to wait.
			try (RawClient client = new RawClient(port(context))) {
				GET.chars().forEach((character) -> client.send(String.valueOf((char) character)));
				assertThat(client.read().status()).isEqualTo(308);
			}
			try (RawClient client = RawClient.tls(port(context))) {
				for (int i = 0; i < 3; i++) {
					Response answer = client.get("/scheme").read();
					assertThat(answer.body()).isEqualTo("https");
				}
				assertThat(client.get("/annotated").read().body()).isEqualTo("annotated");
				if (millrace) {
					assertThat(connections(context)).contains("TLSv1.3");
				}
			}
		}
	}

	@Test
	void connectionsShowTlsFromTheHandshakeOn() {
		try (ConfigurableApplicationContext context = start(redirecting(), true)) {
			int port = port(context);
			try (RawClient client = new RawClient(port)) {
				// The header of a record and the first byte of a ClientHello.
				client.send(new byte[] { 0x16, 3, 1, 0, (byte) 200, 1 });
				await().untilAsserted(() -> assertThat(connections(context)).contains("TLS_HANDSHAKE"));
			}
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "HTTP_1", "H2C" })
	void aHandlerThatAcceptsTlsAndClearTextOnOnePortIsUnderstood(Wire wire) throws Exception {
		SslContext tls = SslContextBuilder.forServer(TestCertificate.keys()).build();
		boolean streams = wire.streams();
		NettyServerCustomizer optional = (server) -> server
			.doOnChannelInit((observer, channel, remote) -> channel.pipeline().addFirst(new OptionalSslHandler(tls)));
		try (ConfigurableApplicationContext context = start(optional, true, "--server.http2.enabled=" + streams)) {
			try (RawClient client = new RawClient(port(context))) {
				assertThat(client.get("/scheme").read().body()).isEqualTo("http");
				assertThat(client.get("/scheme").read().body()).isEqualTo("http");
			}
			try (RawClient client = RawClient.tls(port(context))) {
				assertThat(client.get("/scheme").read().body()).isEqualTo("https");
				assertThat(client.get("/scheme").read().body()).isEqualTo("https");
				assertThat(connections(context)).contains("TLSv1.3");
			}
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "TLS", "H2" })
	void aCertificateThatIsChosenLaterIsWaitedFor(Wire wire) {
		SslProvider.GenericSslContextSpec<?> certificate = wire.streams()
				? Http2SslContextSpec.forServer(TestCertificate.keys())
				: Http11SslContextSpec.forServer(TestCertificate.keys());
		SslProvider chosen = SslProvider.builder().sslContext(certificate).build();
		Executor later = CompletableFuture.delayedExecutor(20, TimeUnit.MILLISECONDS);
		NettyServerCustomizer customizer = (server) -> {
			HttpServer secured = server
				.secure((ssl) -> ssl.sslContext(certificate).setSniAsyncMappings((name, promise) -> {
					later.execute(() -> promise.setSuccess(chosen));
					return promise;
				}));
			return wire.streams() ? secured.protocol(HttpProtocol.HTTP11, HttpProtocol.H2) : secured;
		};
		try (ConfigurableApplicationContext context = start(customizer, true)) {
			try (RawClient client = RawClient.tls(port(context))) {
				assertThat(client.get("/scheme").read().body()).isEqualTo("https");
				assertThat(connections(context)).contains("protocol=HTTP_1", "TLSv1.3");
			}
			if (wire.streams()) {
				try (StreamClient client = wire.streamClient(port(context))) {
					assertThat(client.start(STREAM_REQUEST)).succeedsWithin(TIMEOUT).asString().contains("200");
					assertThat(connections(context)).contains("protocol=H2,", "TLSv1.3");
				}
			}
		}
	}

	@Test
	void anotherProtocolThatAHandlerChoosesIsLeftAlone() {
		NettyServerCustomizer customizer = (server) -> server
			.doOnChannelInit((observer, channel, remote) -> channel.pipeline().addFirst(new OtherProtocol()));
		try (ConfigurableApplicationContext context = start(customizer, true,
				"--millrace.timeouts.request-header=300ms")) {
			try (RawClient other = new RawClient(port(context)); RawClient client = new RawClient(port(context))) {
				assertThat(other.send("#one").bytes(4)).isEqualTo("#one");
				assertThat(client.get("/hot").read().body()).isEqualTo("hot");
				try (RawClient slow = new RawClient(port(context))) {
					// Later than the other protocol would have been timed out.
					assertThat(slow.send("GET").read().status()).isEqualTo(408);
				}
				assertThat(other.send("#two").bytes(4)).isEqualTo("#two");
			}
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "behind the codec", "before the traffic handler", "at the end" })
	void aHandlerThatAnswersRequestsIsAskedAboutHotRoutes(String place) {
		NettyServerCustomizer customizer = (server) -> server
			.doOnChannelInit((observer, channel, remote) -> addAuthorization(channel.pipeline(), place));
		try (ConfigurableApplicationContext context = start(customizer, true,
				"--millrace.timeouts.request-header=300ms")) {
			try (RawClient client = new RawClient(port(context))) {
				Response refused = client.get("/hot").read();
				assertThat(refused.status()).isEqualTo(401);
				if (!place.equals("at the end")) {
					// Reactor Netty never ends a request that is answered behind it.
					Response allowed = client.send(ALLOWED).read();
					assertThat(allowed.status()).isEqualTo(200);
					assertThat(allowed.body()).isEqualTo("hot");
					client.send(GET + ALLOWED + GET + ALLOWED);
					assertThat(client.read().status()).isEqualTo(401);
					assertThat(client.read().status()).isEqualTo(200);
					assertThat(client.read().status()).isEqualTo(401);
					assertThat(client.read().status()).isEqualTo(200);
					client.send("HEAD /hot HTTP/1.1\r\nHost: test\r\n\r\n");
					assertThat(client.readHead().status()).isEqualTo(401);
					client.send("POST /echo HTTP/1.1\r\nHost: test\r\nContent-Length: 5\r\n\r\nhello" + ALLOWED);
					assertThat(client.read().status()).isEqualTo(401);
					assertThat(client.read().status()).isEqualTo(200);
				}
				assertThat(endpoint(context)).contains(Authorization.class.getName(),
						place.equals("at the end") ? "left to WebFlux" : "hot answers pass it");
			}
		}
	}

	@Test
	void aRequestThatAnotherHandlerHasAnsweredIsNotTimedOut() {
		NettyServerCustomizer customizer = (server) -> server
			.doOnChannelInit((observer, channel, remote) -> addAuthorization(channel.pipeline(), "behind the codec"));
		try (ConfigurableApplicationContext context = start(customizer, true,
				"--millrace.timeouts.request-header=300ms")) {
			try (RawClient client = new RawClient(port(context)); RawClient slow = new RawClient(port(context))) {
				assertThat(client.get("/hot").read().status()).isEqualTo(401);
				// Later than the first client would have been timed out.
				assertThat(slow.send("GET").read().status()).isEqualTo(408);
				assertThat(client.send(ALLOWED).read().status()).isEqualTo(200);
			}
		}
	}

	@Test
	void aHandlerThatAnswersLaterKeepsTheOrder() {
		NettyServerCustomizer customizer = (server) -> server.doOnChannelInit((observer, channel,
				remote) -> channel.pipeline().addAfter(NettyPipeline.HttpCodec, "later", new LateAuthorization()));
		try (ConfigurableApplicationContext context = start(customizer, true)) {
			try (RawClient client = new RawClient(port(context))) {
				client.send(GET + ALLOWED + ALLOWED + GET);
				assertThat(client.read().status()).isEqualTo(401);
				assertThat(client.read().status()).isEqualTo(200);
				assertThat(client.read().status()).isEqualTo(200);
				assertThat(client.read().status()).isEqualTo(401);
			}
		}
	}

	@Test
	void aHandlerOfStreamsIsAskedAboutHotRoutes() {
		NettyServerCustomizer customizer = (server) -> server.childObserve((connection, state) -> {
			ChannelPipeline pipeline = connection.channel().pipeline();
			if (pipeline.get(NettyPipeline.H2ToHttp11Codec) != null && pipeline.get(Authorization.class) == null) {
				pipeline.addAfter(NettyPipeline.HttpTrafficHandler, "authorization", new Authorization());
			}
		});
		try (ConfigurableApplicationContext context = start(customizer, true, "--server.http2.enabled=true")) {
			try (StreamClient client = Wire.H2C.streamClient(port(context))) {
				assertThat(client.start(STREAM_REQUEST)).succeedsWithin(TIMEOUT).asString().contains("401");
			}
		}
	}

	@Test
	void aFilterOfAddressesBehindTheCodecHoldsForHotRoutes() {
		NettyServerCustomizer customizer = (server) -> server
			.doOnChannelInit((observer, channel, remote) -> channel.pipeline()
				.addAfter(NettyPipeline.HttpCodec, "addresses",
						new RuleBasedIpFilter(true, new IpSubnetFilterRule("127.0.0.0", 8, IpFilterRuleType.REJECT))));
		try (ConfigurableApplicationContext context = start(customizer, true)) {
			try (RawClient client = new RawClient(port(context))) {
				assertThat(client.closed()).isTrue();
			}
		}
	}

	private static void addAuthorization(ChannelPipeline pipeline, String place) {
		switch (place) {
			case "behind the codec" -> pipeline.addAfter(NettyPipeline.HttpCodec, "authorization", new Authorization());
			case "before the traffic handler" ->
				pipeline.addBefore(NettyPipeline.HttpTrafficHandler, null, new Authorization());
			default -> pipeline.addBefore(NettyPipeline.ReactiveBridge, "authorization", new Authorization());
		}
	}

	private static NettyServerCustomizer redirecting() {
		return (server) -> secure(server);
	}

	private static HttpServer secure(HttpServer server) {
		SslProvider.GenericSslContextSpec<?> certificate = Http11SslContextSpec.forServer(TestCertificate.keys());
		return server.secure((ssl) -> ssl.sslContext(certificate), true);
	}

	private static ConfigurableApplicationContext start(NettyServerCustomizer customizer, boolean millrace,
			String... arguments) {
		return new SpringApplicationBuilder(Application.class).web(WebApplicationType.REACTIVE)
			.initializers((GenericApplicationContext context) -> context.registerBean("customizer",
					NettyServerCustomizer.class, () -> customizer))
			.properties(Map.of("server.port", 0, "spring.reactor.netty.shutdown-quiet-period", "0s", "millrace.enabled",
					millrace, "millrace.drain.idle-grace", "0s"))
			.run(arguments);
	}

	private static int port(ConfigurableApplicationContext context) {
		return context.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
	}

	private static String connections(ConfigurableApplicationContext context) {
		return context.getBean(ConnectionRegistry.class).snapshots(Duration.ofSeconds(10)).join().toString();
	}

	private static String endpoint(ConfigurableApplicationContext context) {
		return context.getBean(PipelineStatus.class)
			.handlers()
			.stream()
			.map((handler) -> handler.type() + ": " + handler.effect())
			.toList()
			.toString();
	}

	/** Takes what begins with a hash for a protocol that echoes. */
	private static final class OtherProtocol extends ChannelInboundHandlerAdapter {

		private boolean echoes;

		@Override
		public void channelRead(ChannelHandlerContext ctx, Object msg) {
			ByteBuf bytes = (ByteBuf) msg;
			if (this.echoes) {
				ctx.writeAndFlush(bytes);
			}
			else if (bytes.getByte(bytes.readerIndex()) == '#') {
				this.echoes = true;
				ctx.pipeline().remove(HttpServerCodec.class);
				ctx.pipeline().remove(NettyPipeline.HttpTrafficHandler);
				ctx.writeAndFlush(bytes);
			}
			else {
				ctx.pipeline().remove(this);
				ctx.fireChannelRead(bytes);
			}
		}

		@Override
		public void channelReadComplete(ChannelHandlerContext ctx) {
			ctx.fireChannelReadComplete();
			ctx.read();
		}

	}

	/** Answers requests that do not have the key. */
	private static final class Authorization extends ChannelDuplexHandler {

		private boolean refusing;

		@Override
		public void channelRead(ChannelHandlerContext ctx, Object msg) {
			if (msg instanceof HttpRequest request) {
				this.refusing = !request.headers().contains("X-Key");
			}
			if (this.refusing) {
				if (msg instanceof HttpRequest) {
					refuse(ctx);
				}
				ReferenceCountUtil.release(msg);
			}
			else {
				ctx.fireChannelRead(msg);
			}
		}

		static void refuse(ChannelHandlerContext ctx) {
			DefaultFullHttpResponse response = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1,
					HttpResponseStatus.UNAUTHORIZED, Unpooled.copiedBuffer("refused".getBytes()));
			response.headers().set("Content-Length", 7);
			ctx.writeAndFlush(response);
		}

	}

	/** Does so after a while, as one that asks another server. */
	private static final class LateAuthorization extends ChannelDuplexHandler {

		@Override
		public void channelRead(ChannelHandlerContext ctx, Object msg) {
			boolean refuse = msg instanceof HttpRequest request && !request.headers().contains("X-Key");
			long delay = ThreadLocalRandom.current().nextInt(20);
			if (msg instanceof HttpRequest) {
				ctx.executor().schedule(() -> {
					if (refuse) {
						Authorization.refuse(ctx);
					}
					else {
						ctx.fireChannelRead(msg);
						ctx.fireChannelRead(LastHttpContent.EMPTY_LAST_CONTENT);
						ctx.fireChannelReadComplete();
					}
				}, delay, TimeUnit.MILLISECONDS);
			}
		}

	}

	@SpringBootConfiguration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

		@Bean
		HotRoute hot() {
			return HotRoute.get("/hot").permitAll().respond(HotResponse.text("hot"));
		}

		@Bean
		HotRoute scheme() {
			return HotRoute.get("/scheme").permitAll().handle((request) -> HotResponse.text(request.scheme()));
		}

		@Bean
		AnnotatedController annotated() {
			return new AnnotatedController();
		}

	}

	@RestController
	static class AnnotatedController {

		@GetMapping("/annotated")
		String annotated() {
			return "annotated";
		}

	}

}
