package dev.millrace.actuate;

import java.util.List;
import java.util.Locale;

import dev.millrace.exchange.foreign.ForeignHandler;
import dev.millrace.transport.TunedTransport;
import dev.millrace.transport.advice.TransportStatus;
import dev.millrace.transport.advice.Versions;
import dev.millrace.transport.advice.Warning;
import dev.millrace.transport.server.PipelineStatus;

import org.springframework.boot.actuate.endpoint.Access;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;

/**
 * {@link Endpoint} that shows what Millrace was asked for and what is in force.
 */
@Endpoint(id = "millrace", defaultAccess = Access.READ_ONLY)
public class MillraceEndpoint {

	private final TransportStatus status;

	private final PipelineStatus pipeline;

	private final Versions versions;

	/**
	 * Creates the endpoint.
	 * @param status knows the running server
	 * @param pipeline knows its pipeline
	 * @param versions the versions on the class path
	 */
	public MillraceEndpoint(TransportStatus status, PipelineStatus pipeline, Versions versions) {
		this.status = status;
		this.pipeline = pipeline;
		this.versions = versions;
	}

	/**
	 * Describes the server.
	 * @return what was asked for and what is in force
	 */
	@ReadOperation
	public MillraceDescriptor millrace() {
		return new MillraceDescriptor(TransportDescriptor.of(this.status.report(), TunedTransport.available()),
				this.pipeline.pipeline(), this.pipeline.handlers().stream().map(HandlerDescriptor::of).toList(),
				this.versions, this.status.warnings());
	}

	/**
	 * What the endpoint tells.
	 *
	 * @param transport the transport
	 * @param pipeline what stands between the network and WebFlux
	 * @param handlers handlers of others that were found in the pipelines
	 * @param versions the versions on the class path
	 * @param warnings the problems that were found when the server started
	 */
	public record MillraceDescriptor(TransportDescriptor transport, String pipeline, List<HandlerDescriptor> handlers,
			Versions versions, List<Warning> warnings) {
	}

	/**
	 * A handler of others.
	 *
	 * @param name its name in the pipeline
	 * @param type its class
	 * @param place {@code wire} before the codec, {@code codec} between the codec and
	 * Millrace, {@code application} between Millrace and WebFlux
	 * @param effect what follows for the hot routes of connections that have it
	 */
	public record HandlerDescriptor(String name, String type, String place, String effect) {

		static HandlerDescriptor of(ForeignHandler handler) {
			return new HandlerDescriptor(handler.name(), handler.type(),
					handler.place().name().toLowerCase(Locale.ROOT), handler.effect());
		}

	}

}
