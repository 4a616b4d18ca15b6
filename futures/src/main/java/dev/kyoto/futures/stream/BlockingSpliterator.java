package dev.kyoto.futures.stream;

import dev.kyoto.futures.Futures;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.Spliterator;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** {@link Stream#blockingStream}: waits for each element on the thread that wants it. */
final class BlockingSpliterator<T> implements Spliterator<T> {
    private final Stream<T> source;

    BlockingSpliterator(Stream<T> source) {
        this.source = source;
    }

    @Override
    public boolean tryAdvance(Consumer<? super T> action) {
        Objects.requireNonNull(action, "action");
        T element = next();
        if (element == null) {
            return false;
        }
        action.accept(element);
        return true;
    }

    private @Nullable T next() {
        try {
            return Futures.blockOn(source.next());
        } catch (RuntimeException failure) {
            throw failure;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt(); // for those above, whom an unchecked exception does not tell
            throw new CompletionException(interrupted);
        } catch (Exception failure) {
            throw new CompletionException(failure);
        }
    }

    @Override
    public @Nullable Spliterator<T> trySplit() {
        return null; // one reader
    }

    @Override
    public long estimateSize() {
        return Long.MAX_VALUE; // unknown
    }

    @Override
    public int characteristics() {
        return ORDERED | NONNULL;
    }
}
