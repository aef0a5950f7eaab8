package dev.millrace.transport.server;

import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;
import reactor.netty.http.Http2SettingsSpec;
import reactor.netty.http.server.HttpRequestDecoderSpec;
import reactor.netty.http.server.HttpServer;

/**
 * Restores settings of the decoder and of HTTP/2 that a customizer has not changed:
 * Reactor Netty's setters reset all of them to their defaults before they apply the new
 * ones.
 */
final class SpecMerge {

	private static final HttpRequestDecoderSpec DECODER_DEFAULTS = HttpServer.create().configuration().decoder();

	private static final Http2SettingsSpec HTTP2_DEFAULTS = Http2SettingsSpec.builder().build();

	private SpecMerge() {
	}

	static HttpServer merge(HttpServer before, HttpServer after) {
		HttpServer merged = after;
		HttpRequestDecoderSpec decoder = before.configuration().decoder();
		if (!decoder.equals(after.configuration().decoder())) {
			merged = mergeDecoder(merged, decoder, after.configuration().decoder());
		}
		Http2SettingsSpec http2 = before.configuration().http2SettingsSpec();
		Http2SettingsSpec changed = after.configuration().http2SettingsSpec();
		if (http2 != null && changed != null && !http2.equals(changed)) {
			merged = mergeHttp2(merged, http2, changed);
		}
		return merged;
	}

	@SuppressWarnings("deprecation")
	private static HttpServer mergeDecoder(HttpServer server, HttpRequestDecoderSpec before,
			HttpRequestDecoderSpec after) {
		DecoderMerge merge = new DecoderMerge(before, after);
		return server.httpRequestDecoder((spec) -> {
			spec.maxInitialLineLength(merge.choose(HttpRequestDecoderSpec::maxInitialLineLength));
			spec.maxHeaderSize(merge.choose(HttpRequestDecoderSpec::maxHeaderSize));
			spec.maxChunkSize(merge.choose(HttpRequestDecoderSpec::maxChunkSize));
			spec.validateHeaders(merge.choose(HttpRequestDecoderSpec::validateHeaders));
			spec.initialBufferSize(merge.choose(HttpRequestDecoderSpec::initialBufferSize));
			spec.allowDuplicateContentLengths(merge.choose(HttpRequestDecoderSpec::allowDuplicateContentLengths));
			spec.h2cMaxContentLength(merge.choose(HttpRequestDecoderSpec::h2cMaxContentLength));
			spec.allowPartialChunks(merge.choose(HttpRequestDecoderSpec::allowPartialChunks));
			return spec;
		});
	}

	private static HttpServer mergeHttp2(HttpServer server, Http2SettingsSpec before, Http2SettingsSpec after) {
		return server.http2Settings((builder) -> {
			Http2Merge merge = new Http2Merge(before, after);
			merge.copy(Http2SettingsSpec::connectProtocolEnabled, builder::connectProtocolEnabled);
			merge.copy(Http2SettingsSpec::headerTableSize, builder::headerTableSize);
			merge.copy(Http2SettingsSpec::initialWindowSize, builder::initialWindowSize);
			merge.copy(Http2SettingsSpec::maxConcurrentStreams, builder::maxConcurrentStreams);
			merge.copy(Http2SettingsSpec::maxFrameSize, builder::maxFrameSize);
			merge.copy(Http2SettingsSpec::maxHeaderListSize, builder::maxHeaderListSize);
			merge.copy(Http2SettingsSpec::maxStreams, builder::maxStreams);
			merge.copy(Http2SettingsSpec::pingAckDropThreshold, builder::pingAckDropThreshold);
			merge.copy(Http2SettingsSpec::pingAckTimeout, builder::pingAckTimeout);
			merge.copy(Http2SettingsSpec::maxDecodedRstFramesPerWindow,
					Http2SettingsSpec::maxDecodedRstFramesSecondsPerWindow, builder::maxDecodedRstFramesPerWindow);
			merge.copy(Http2SettingsSpec::maxEncodedRstFramesPerWindow,
					Http2SettingsSpec::maxEncodedRstFramesSecondsPerWindow, builder::maxEncodedRstFramesPerWindow);
		});
	}

	private record DecoderMerge(HttpRequestDecoderSpec before, HttpRequestDecoderSpec after) {

		private <T> T choose(Function<HttpRequestDecoderSpec, T> field) {
			T value = field.apply(this.after);
			return value.equals(field.apply(DECODER_DEFAULTS)) ? field.apply(this.before) : value;
		}

	}

	private record Http2Merge(Http2SettingsSpec before, Http2SettingsSpec after) {

		private <T> void copy(Function<Http2SettingsSpec, @Nullable T> field, Consumer<T> setter) {
			T value = choose(field);
			if (value != null) {
				setter.accept(value);
			}
		}

		private <A, B> void copy(Function<Http2SettingsSpec, @Nullable A> first,
				Function<Http2SettingsSpec, @Nullable B> second, BiConsumer<A, B> setter) {
			A a = choose(first);
			B b = choose(second);
			if (a != null && b != null) {
				setter.accept(a, b);
			}
		}

		private <T> @Nullable T choose(Function<Http2SettingsSpec, @Nullable T> field) {
			T value = field.apply(this.after);
			return (value == null || value.equals(field.apply(HTTP2_DEFAULTS))) ? field.apply(this.before) : value;
		}

	}

}
