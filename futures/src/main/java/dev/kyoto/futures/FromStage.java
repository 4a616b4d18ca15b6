package dev.kyoto.futures;

import java.util.Objects;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * {@link Futures#from(CompletionStage)}.
 *
 * <p>The stage knows a {@link Completion}, and not this future, so one that outlives its reader keeps nothing else alive.
 */
final class FromStage<T extends @Nullable Object> extends AbstractFuture<T> {
    private final Supplier<? extends CompletionStage<? extends T>> source;

    /** Null before the first poll. */
    private @Nullable CompletionStage<? extends T> stage;

    private final Completion<T> completion = new Completion<>();

    FromStage(Supplier<? extends CompletionStage<? extends T>> source) {
        this.source = source;
    }

    @Override
    protected Poll<T> step(Context cx) throws Exception {
        if (!cx.proceed()) {
            return Poll.pending();
        }
        if (stage == null) {
            stage = Objects.requireNonNull(source.get(), "The supplier of a CompletionStage returned null.");
            stage.whenComplete(completion::complete);
        }
        if (!completion.isOver(cx.waker())) {
            cx.refund();
            return Poll.pending();
        }
        return readyWith(completion.outcome());
    }

    @Override
    protected void dropped() {
        completion.forget();
        if (stage != null) {
            cancel(stage);
        }
    }

    private static void cancel(CompletionStage<?> stage) {
        try {
            if (stage instanceof java.util.concurrent.Future<?> own) {
                own.cancel(true);
            } else {
                stage.toCompletableFuture().cancel(true);
            }
        } catch (UnsupportedOperationException notToBeCancelled) {
            // a stage may be for reading only; then its work goes on, unseen
        } catch (Throwable failure) { // of whoever listens to the stage
            Drop.report(failure);
        }
    }

    @Override
    protected String describe() {
        return "from(CompletionStage)";
    }

    /** What the stage came to. Its fields are written before {@link #over}, once, by whichever thread ends the stage. */
    private static final class Completion<T extends @Nullable Object> {
        private final AtomicWaker waker = new AtomicWaker();
        private @Nullable T value;
        private @Nullable Throwable failure;
        private volatile boolean over;

        void complete(@Nullable T value, @Nullable Throwable failure) {
            this.value = value;
            this.failure = failure;
            over = true;
            waker.wake();
        }

        boolean isOver(Waker reader) {
            if (!over) {
                waker.register(reader);
            }
            return over;
        }

        /** The value, or the failure thrown as it was before stages that depend on each other wrapped it. */
        @SuppressWarnings("NullAway") // a T, which may be null
        T outcome() throws Exception {
            waker.take();
            Throwable thrown = failure;
            while (thrown instanceof CompletionException && thrown.getCause() != null) {
                thrown = thrown.getCause();
            }
            if (thrown != null) {
                throw Combinator.rethrow(thrown);
            }
            return value;
        }

        void forget() {
            waker.take();
        }
    }
}
