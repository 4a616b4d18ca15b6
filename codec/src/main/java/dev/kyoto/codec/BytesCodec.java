package dev.kyoto.codec;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Bytes as they come: a frame is what has arrived. */
public final class BytesCodec implements Codec<ByteBuffer, ByteBuffer> {
    @Override
    public @Nullable ByteBuffer decode(ByteBuffer bytes) {
        return bytes.hasRemaining() ? Frames.copy(bytes, bytes.remaining()) : null;
    }

    @Override
    public void encode(ByteBuffer frame, OutputBuffer out) {
        out.put(frame);
    }
}
