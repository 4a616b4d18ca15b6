package dev.kyoto.codec;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Both directions of a protocol. When one task reads and another writes, {@link #decode} and {@link #encode} are called
 * at the same time: a codec whose directions share what they remember guards that.
 *
 * @param <I> the type of the frames that come in
 * @param <O> the type of the frames that go out
 */
public interface Codec<I, O> extends Decoder<I>, Encoder<O> {
    /** {@code decoder} for what comes in, {@code encoder} for what goes out. */
    static <I, O> Codec<I, O> of(Decoder<I> decoder, Encoder<O> encoder) {
        Objects.requireNonNull(decoder, "decoder");
        Objects.requireNonNull(encoder, "encoder");
        return new Codec<>() {
            @Override
            public @Nullable I decode(ByteBuffer bytes) throws IOException {
                return decoder.decode(bytes);
            }

            @Override
            public @Nullable I decodeEof(ByteBuffer bytes) throws IOException {
                return decoder.decodeEof(bytes);
            }

            @Override
            public int needed(int available) {
                return decoder.needed(available);
            }

            @Override
            public void encode(O frame, OutputBuffer out) throws IOException {
                encoder.encode(frame, out);
            }
        };
    }
}
