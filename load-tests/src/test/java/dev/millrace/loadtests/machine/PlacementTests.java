package dev.millrace.loadtests.machine;

import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class PlacementTests {

	@Test
	void readsTheListsOfTheKernel() {
		assertThat(CpuSet.parse("0-2,5").processors()).containsExactly(0, 1, 2, 5);
		assertThat(CpuSet.available().size()).isPositive();
	}

	@Test
	void givesEachOneOfTwoProcessors() {
		Placement placement = Placement.split(CpuSet.parse("0-1"), true);
		assertThat(placement.server(List.of("a"))).containsExactly("taskset", "-c", "0", "a");
		assertThat(placement.generator(List.of("b"))).containsExactly("taskset", "-c", "1", "b");
	}

	@Test
	void givesTheOddProcessorToTheGenerator() {
		Placement placement = Placement.split(CpuSet.parse("0-4"), true);
		assertThat(placement.server().size()).isEqualTo(2);
		assertThat(placement.generator().size()).isEqualTo(3);
	}

	@Test
	void pinsNothingWhereThereIsNothingToSplit() {
		assertThat(Placement.split(CpuSet.parse("3"), true).pinned()).isFalse();
		assertThat(Placement.split(CpuSet.parse("0-7"), false).server(List.of("a"))).containsExactly("a");
	}

	@Test
	void starvedPutsBothOnTheSameProcessors() {
		Placement placement = Placement.split(CpuSet.parse("0-1"), true).starved();
		assertThat(placement.generator()).isEqualTo(placement.server());
	}

}
