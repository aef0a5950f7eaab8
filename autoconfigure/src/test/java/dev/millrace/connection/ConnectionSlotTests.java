package dev.millrace.connection;

import java.util.List;

import dev.millrace.worker.Workers;
import io.netty.channel.embedded.EmbeddedChannel;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Attributes of connections.
 */
class ConnectionSlotTests {

	private static final ConnectionSlot<String> NAME = new ConnectionSlot<>();

	private static final ConnectionSlot<Integer> COUNT = new ConnectionSlot<>();

	private final EmbeddedChannel channel = new EmbeddedChannel();

	private final Workers workers = new Workers();

	@AfterEach
	void close() {
		this.channel.finishAndReleaseAll();
	}

	private ServerConnection open() {
		this.workers.register("test", List.of(this.channel.eventLoop()));
		ServerConnection connection = new ConnectionRegistry(this.workers, KeepAlive.UNLIMITED).open(this.channel);
		assertThat(connection).isNotNull();
		return connection;
	}

	@Test
	void aValueStaysUntilItIsReplaced() {
		ServerConnection connection = open();
		assertThat(connection.get(NAME)).isNull();
		connection.set(NAME, "one");
		connection.set(COUNT, 1);
		assertThat(connection.get(NAME)).isEqualTo("one");
		connection.set(NAME, "two");
		assertThat(connection.get(NAME)).isEqualTo("two");
		connection.set(NAME, null);
		assertThat(connection.get(NAME)).isNull();
		assertThat(connection.get(COUNT)).isOne();
	}

	@Test
	void aSlotThatIsMadeLaterHasRoom() {
		ServerConnection connection = open();
		connection.set(NAME, "one");
		ConnectionSlot<String> late = new ConnectionSlot<>();
		assertThat(connection.get(late)).isNull();
		connection.set(late, null);
		connection.set(late, "late");
		assertThat(connection.get(late)).isEqualTo("late");
		assertThat(connection.get(NAME)).isEqualTo("one");
	}

	@Test
	void connectionsDoNotShareValues() {
		ServerConnection one = open();
		ServerConnection two = open();
		one.set(NAME, "one");
		assertThat(two.get(NAME)).isNull();
	}

	@Test
	void aConnectionWithoutValuesHasNoArray() {
		ConnectionSlot<String> slot = new ConnectionSlot<>();
		assertThat(slot.read(null)).isNull();
		assertThat(slot.write(null, null)).isNull();
		assertThat(open()).extracting("slots").isNull();
	}

}
