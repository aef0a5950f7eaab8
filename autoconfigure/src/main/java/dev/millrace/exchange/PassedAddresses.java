package dev.millrace.exchange;

import java.net.SocketAddress;

import org.jspecify.annotations.Nullable;

/**
 * Remembers which filters of addresses have let the client of a connection pass, so that
 * each is asked once. Forgotten when such a filter raises its
 * {@linkplain ExchangeFilter#generation() generation}, when a proxy names another client,
 * and when the chain is another one. One for each connection; confined to its event loop.
 */
public final class PassedAddresses {

	private @Nullable FilterChain chain;

	private @Nullable SocketAddress client;

	private long generation;

	private long passed;

	/**
	 * Returns the filters that need not be asked.
	 * @param current the chain in force
	 * @param address the client
	 * @return a bit for each, by its place in the chain
	 */
	@SuppressWarnings("ReferenceEquality") // chains are swapped whole
	public long passed(FilterChain current, SocketAddress address) {
		if (this.passed == 0 || this.chain != current || !address.equals(this.client)
				|| this.generation != current.generation()) {
			return 0;
		}
		return this.passed;
	}

	/**
	 * Remembers that a filter let the client pass.
	 * @param current the chain in force
	 * @param address the client
	 * @param askedGeneration the generation of the chain before the filter was asked: if
	 * it was raised meanwhile, the filter is asked again
	 * @param bit the place of the filter in the chain
	 */
	void add(FilterChain current, SocketAddress address, long askedGeneration, long bit) {
		if (passed(current, address) == 0 || this.generation != askedGeneration) {
			this.chain = current;
			this.client = address;
			this.generation = askedGeneration;
			this.passed = 0;
		}
		this.passed |= bit;
	}

}
