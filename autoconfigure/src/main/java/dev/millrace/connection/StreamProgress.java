package dev.millrace.connection;

import dev.millrace.worker.Guard;

/**
 * How the answer of one of many streams is taken. Bytes of a stream may wait in the
 * socket, behind those of other streams; while bytes wait there, what the client takes of
 * the whole connection counts as taken of the stream. Confined to the event loop.
 */
final class StreamProgress implements WriteProgress {

	private final WireProgress wire;

	private final WriteProgress stream;

	private long streamTaken;

	private long wireTaken;

	private boolean wireWaited;

	private long taken;

	StreamProgress(WireProgress wire, WriteProgress stream) {
		this.wire = wire;
		this.stream = stream;
		this.streamTaken = stream.taken();
		this.wireTaken = wire.taken();
	}

	@Override
	public boolean waits() {
		return this.stream.waits();
	}

	@Override
	public long taken() {
		long ofStream = this.stream.taken();
		long ofWire = this.wire.taken();
		boolean wireWaits = this.wire.waits();
		this.taken += ofStream - this.streamTaken;
		if (wireWaits || this.wireWaited) {
			this.taken += ofWire - this.wireTaken;
		}
		this.streamTaken = ofStream;
		this.wireTaken = ofWire;
		this.wireWaited = wireWaits;
		return this.taken;
	}

	@Override
	public void cut(Guard guard) {
		this.stream.cut(guard);
	}

}
