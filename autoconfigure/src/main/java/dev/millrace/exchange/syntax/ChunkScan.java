package dev.millrace.exchange.syntax;

import java.util.List;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.DefaultLastHttpContent;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.internal.StringUtil;

/**
 * Follows the chunks of a body behind Netty's parser, of which older versions accept
 * blanks before the size. Looks at the lines with sizes only and leaps over the data.
 * Confined to the event loop.
 */
public final class ChunkScan {

	private enum At {

		SIZE, AFTER_SIZE, EXTENSION, DATA, DATA_END, TRAILER

	}

	private At at = At.SIZE;

	private boolean digits;

	private long size;

	private int ends;

	public void begin() {
		this.at = At.SIZE;
		this.digits = false;
		this.size = 0;
	}

	/**
	 * Follows bytes that the parser took.
	 * @return {@code false} if the line of a chunk's size is malformed
	 */
	public boolean follow(ByteBuf in, int from, int to) {
		int i = from;
		while (i < to && this.at != At.TRAILER) {
			if (this.at == At.DATA) {
				int skipped = (int) Math.min(this.size, to - i);
				this.size -= skipped;
				i += skipped;
				if (this.size == 0) {
					this.at = At.DATA_END;
					this.ends = 2;
				}
			}
			else if (!step(in.getByte(i++))) {
				return false;
			}
		}
		return true;
	}

	/**
	 * Puts the end of a refused body in the place of what was decoded, where the rule of
	 * chunk sizes is enforced.
	 * @param scan the head of the request, which knows the rules
	 * @param in what was received, dropped if the body is refused
	 * @param out what was decoded of it
	 */
	public void refuse(RequestScan scan, ByteBuf in, List<Object> out) {
		try {
			scan.broke(HttpRule.CHUNK_SIZE);
		}
		catch (HttpRuleException ex) {
			out.forEach(ReferenceCountUtil::release);
			out.clear();
			in.skipBytes(in.readableBytes());
			LastHttpContent refused = new DefaultLastHttpContent();
			refused.setDecoderResult(DecoderResult.failure(ex));
			out.add(refused);
		}
	}

	private boolean step(byte b) {
		if (this.at == At.DATA_END) {
			if (--this.ends == 0) {
				begin();
			}
			return true;
		}
		if (b == '\n') {
			this.at = (this.size > 0) ? At.DATA : At.TRAILER;
			return this.digits;
		}
		if (this.at == At.EXTENSION) {
			return true;
		}
		int digit = StringUtil.decodeHexNibble((char) (b & 0xFF));
		if (this.at == At.SIZE && digit >= 0) {
			this.digits = true;
			this.size = 16 * this.size + digit;
			return this.size <= Integer.MAX_VALUE;
		}
		this.at = (b == ';') ? At.EXTENSION : At.AFTER_SIZE;
		return this.digits && (b == ';' || b == '\r' || b == ' ' || b == '\t');
	}

}
