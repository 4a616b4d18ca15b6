package dev.kyoto.futures.stream;

import dev.kyoto.futures.Context;
import dev.kyoto.futures.Poll;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@link Stream#chunks} and {@link Stream#readyChunks}. A chunk that was begun when the source failed is delivered first. */
final class Chunking<T> extends Operator<T, List<T>> {
    private final int size;

    /** Whether a chunk waits until it is full. */
    private final boolean full;

    private List<T> chunk = new ArrayList<>();
    private boolean ended;
    private @Nullable Exception failure;

    Chunking(Stream<T> source, int size, boolean full) {
        super(source);
        if (size < 1) {
            throw new IllegalArgumentException("A chunk has at least 1 element, not " + size + ".");
        }
        this.size = size;
        this.full = full;
    }

    @Override
    protected Poll<@Nullable List<T>> step(Context cx) throws Exception {
        while (!ended && chunk.size() < size) {
            Poll<@Nullable T> poll;
            try {
                poll = source.pollNext(cx);
            } catch (Exception thrown) {
                failure = thrown;
                ended = true;
                break;
            }
            if (poll.isPending()) {
                return full || chunk.isEmpty() ? Poll.pending() : readyWith(takeChunk());
            }
            T element = poll.value();
            if (element == null) {
                ended = true;
            } else {
                chunk.add(element);
            }
        }
        if (!chunk.isEmpty()) {
            return readyWith(takeChunk());
        }
        if (failure != null) {
            throw failure;
        }
        return end();
    }

    private List<T> takeChunk() {
        List<T> taken = chunk;
        chunk = new ArrayList<>();
        return taken;
    }
}
