package dev.millrace;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtensionContext;

import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

/**
 * The leak detection of the tests is on.
 */
class LeakExtensionTests {

	@Test
	void aLeakIsReported() {
		ExtensionContext context = mock(ExtensionContext.class);
		given(context.getDisplayName()).willReturn("a test");
		leak();
		await().untilAsserted(
				() -> assertThatThrownBy(() -> new LeakExtension().afterAll(context)).isInstanceOf(AssertionError.class)
					.hasMessageContaining("a test"));
	}

	private static void leak() {
		ByteBuf lost = new UnpooledByteBufAllocator(true).directBuffer();
		lost.writeBytes(Unpooled.EMPTY_BUFFER);
	}

}
