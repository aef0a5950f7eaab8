package dev.crooked.exchange;

import java.util.List;

/** Made for readers, so it may format and stream. */
record CalmSnapshot(List<String> names) {

	String text() {
		return String.format("%s", this.names.stream().sorted().toList());
	}

}
