package dev.millrace.exchange.foreign;

import java.util.List;

import dev.millrace.exchange.foreign.ForeignHandler.Place;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;

/**
 * One look at the foreign handlers of a pipeline. Walks all of it, so it is made once for
 * a connection, or where handlers may have been added.
 *
 * @param codec whether one sees HTTP objects between the codec and the exchanges
 * @param application whether one stands between the exchanges and WebFlux
 */
public record HandlerScan(boolean codec, boolean application) {

	/** No foreign handler. */
	public static final HandlerScan NOTHING = new HandlerScan(false, false);

	/**
	 * Looks at a pipeline.
	 * @param pipeline the pipeline of a connection or of a stream
	 * @param codecName name of the first handler of the codec
	 * @param exchangesName name of the handler of exchanges
	 * @param found takes note of what is found
	 * @return what is found
	 */
	public static HandlerScan of(ChannelPipeline pipeline, String codecName, String exchangesName,
			ForeignHandlers found) {
		boolean codec = false;
		boolean application = false;
		Place place = Place.WIRE;
		// The iterator of the pipeline is not used: agents hide their handlers from it.
		List<String> names = pipeline.names();
		// The last name is that of the tail.
		for (int i = 0; i < names.size() - 1; i++) {
			String name = names.get(i);
			ChannelHandlerContext context = pipeline.context(name);
			if (name.equals(codecName)) {
				place = Place.CODEC;
			}
			else if (name.equals(exchangesName)) {
				place = Place.APPLICATION;
			}
			else if (context != null && ForeignHandlers.isForeign(name, context.handler())) {
				codec |= place == Place.CODEC;
				application |= place == Place.APPLICATION;
				found.add(new ForeignHandler(name, context.handler().getClass().getName(), place));
			}
		}
		return (codec || application) ? new HandlerScan(codec, application) : NOTHING;
	}

}
