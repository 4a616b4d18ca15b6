package dev.kyoto.codec;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** {@link Decoder#map}. */
final class MappedDecoder<T, R> implements Decoder<R> {
    private final Decoder<T> decoder;
    private final Function<? super T, ? extends R> function;

    MappedDecoder(Decoder<T> decoder, Function<? super T, ? extends R> function) {
        this.decoder = decoder;
        this.function = Objects.requireNonNull(function, "function");
    }

    @Override
    public @Nullable R decode(ByteBuffer bytes) throws IOException {
        return mapped(decoder.decode(bytes));
    }

    @Override
    public @Nullable R decodeEof(ByteBuffer bytes) throws IOException {
        return mapped(decoder.decodeEof(bytes));
    }

    @Override
    public int needed(int available) {
        return decoder.needed(available);
    }

    private @Nullable R mapped(@Nullable T frame) {
        return frame == null ? null : Objects.requireNonNull(function.apply(frame), "A frame is not null.");
    }
}
