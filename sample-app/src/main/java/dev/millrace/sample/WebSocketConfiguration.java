package dev.millrace.sample;

import java.util.Map;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.reactive.handler.SimpleUrlHandlerMapping;
import org.springframework.web.reactive.socket.WebSocketHandler;
import org.springframework.web.reactive.socket.WebSocketMessage;

/**
 * WebSocket that sends each message back.
 */
@Configuration(proxyBeanMethods = false)
class WebSocketConfiguration {

	private static final int BEFORE_CONTROLLERS = -1;

	@Bean
	SimpleUrlHandlerMapping webSocketMapping() {
		WebSocketHandler echo = (session) -> session.send(session.receive().doOnNext(WebSocketMessage::retain));
		return new SimpleUrlHandlerMapping(Map.of("/ws/echo", echo), BEFORE_CONTROLLERS);
	}

}
