package dev.kyoto.futures.stream;

import dev.kyoto.futures.AbstractFuture;
import dev.kyoto.futures.CompiledBlock;
import dev.kyoto.futures.Context;
import dev.kyoto.futures.Future;
import dev.kyoto.futures.Poll;
import dev.kyoto.futures.Waker;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * {@link Streams#stream}: a generator's block, and the one place through which its elements pass.
 *
 * <p>Block and reader are one task. A poll of the stream polls the block until it emits; the emission leaves its element
 * here, is pending, and goes on when the reader's next poll comes.
 */
final class Generated<T> extends AbstractStream<T> implements Emitter<T> {
    private final Future<@Nullable Void> block;

    /** What has an element that the reader has not got yet. */
    private @Nullable Offering offering;

    /** Whom the last offering waits under: some branch of a wide select may have to hear that the reader is back. */
    private @Nullable Waker offeringWaker;

    Generated(Generator<T> generator) {
        block = CompiledBlock.start(generator, this);
    }

    @Override
    protected Poll<@Nullable T> step(Context cx) throws Exception {
        Waker waiting = offeringWaker;
        if (waiting != null) {
            offeringWaker = null;
            if (waiting != cx.waker()) {
                waiting.wake();
            }
        }
        Poll<@Nullable Void> poll = block.poll(cx);
        Offering offered = offering;
        if (offered != null) {
            offering = null;
            return readyWith(offered.element);
        }
        return poll.isPending() ? Poll.pending() : end();
    }

    @Override
    protected List<? extends Future<?>> awaited() {
        return List.of(block);
    }

    @Override
    protected void released() {
        block.cancel();
        offering = null;
        offeringWaker = null;
    }

    @Override
    public Future<@Nullable Void> emit(T element) {
        return new Emission(Elements.require(element, "emit"));
    }

    @Override
    public Future<@Nullable Void> emitAll(Stream<? extends T> stream) {
        return new EmissionOfAll(Objects.requireNonNull(stream, "stream"));
    }

    @Override
    protected String describe() {
        return "stream(…)";
    }

    /** Pending while the reader has not taken its element. */
    private abstract class Offering extends AbstractFuture<@Nullable Void> {
        /** Of the last offer; the reader may have it already. */
        @Nullable T element;

        /** Makes the next offer, or is ready. */
        abstract Poll<@Nullable Void> next(Context cx) throws Exception;

        @Override
        protected final Poll<@Nullable Void> step(Context cx) throws Exception {
            return offering == this ? Poll.pending() : next(cx);
        }

        final Poll<@Nullable Void> offer(T next, Context cx) {
            if (offering != null) {
                throw new IllegalStateException("A stream emits one element at a time, and another emit(…) waits"
                        + " already. Await it before the next, or merge two streams.");
            }
            element = next;
            offering = this;
            offeringWaker = cx.waker();
            return Poll.pending();
        }

        @Override
        protected void dropped() {
            if (offering == this) {
                offering = null;
            }
        }
    }

    private final class Emission extends Offering {
        private @Nullable T unoffered;

        Emission(T element) {
            unoffered = element;
        }

        @Override
        Poll<@Nullable Void> next(Context cx) {
            T next = unoffered;
            if (next == null) {
                return readyWith(null);
            }
            unoffered = null;
            return offer(next, cx);
        }

        @Override
        protected String describe() {
            return "emit(…)";
        }
    }

    private final class EmissionOfAll extends Offering {
        private final Stream<? extends T> stream;

        EmissionOfAll(Stream<? extends T> stream) {
            this.stream = stream;
        }

        @Override
        Poll<@Nullable Void> next(Context cx) throws Exception {
            Poll<? extends @Nullable T> poll = stream.pollNext(cx);
            if (poll.isPending()) {
                return Poll.pending();
            }
            T next = poll.value();
            return next == null ? readyWith(null) : offer(next, cx);
        }

        @Override
        protected void dropped() {
            super.dropped();
            stream.close();
        }

        @Override
        protected String describe() {
            return "emitAll(…)";
        }
    }
}
