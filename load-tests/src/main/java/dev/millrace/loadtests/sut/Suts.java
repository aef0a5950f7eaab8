package dev.millrace.loadtests.sut;

import java.util.List;

/**
 * The servers that are compared.
 */
public final class Suts {

	/** The sample application, its hot constant. */
	public static final SpringBootJar TUNED = new SpringBootJar("millrace", "Millrace, hot route", null, "/plaintext",
			List.of(), true, true);

	/** The sample application, the same answer from an annotated controller. */
	public static final SpringBootJar TUNED_WEBFLUX = new SpringBootJar("millrace-webflux",
			"Millrace, annotated controller", null, "/webflux/plaintext", List.of(), true, true);

	/** The same jar as plain Spring Boot. */
	public static final SpringBootJar STOCK = new SpringBootJar("stock", "Spring WebFlux, annotated controller", null,
			"/webflux/plaintext", List.of("--spring.profiles.active=stock"), false, true);

	/** The target that costs least, to calibrate generators with. */
	public static final JavaPeer NULL_SERVER = new JavaPeer("null", "answers anything with the same bytes", "netty",
			"netty.NullServer", 17, false);

	private static final int VIRTUAL_THREADS = 21;

	private Suts() {
	}

	/**
	 * Return servers of others.
	 * @param answer the answer of the hot route, which the C reference copies
	 * @return the peers, whether they can run here or not
	 */
	public static List<Sut> peers(String answer) {
		return List.of(
				new JavaPeer("reactor-netty", "bare Reactor Netty", "reactor-netty", "reactor.ReactorNettyPeer", 17,
						true),
				new JavaPeer("netty", "bare Netty with its HTTP codec", "netty", "netty.NettyPeer", 17, true),
				new JavaPeer("vertx", "Vert.x", "vertx", "vertx.VertxPeer", 17, true),
				new JavaPeer("spring-mvc", "Spring MVC on Tomcat, virtual threads", "spring-mvc", "mvc.SpringMvcPeer",
						VIRTUAL_THREADS, true),
				new Nginx(), new EpollReference(answer));
	}

}
