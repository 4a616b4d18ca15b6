package dev.kyoto.futures;

import org.jspecify.annotations.Nullable;

/** Futures that come and go, polled as one: what {@link FuturesUnordered} and {@link FuturesOrdered} are made of. */
final class DynamicChildren {
    private final PollSet<Child> children = new PollSet<>();

    /** How many have not ended. */
    int size() {
        return children.size();
    }

    /** Adds a child, to be polled after those that are woken already. */
    Child add(Future<?> future) {
        Child child = new Child(future);
        children.add(child);
        return child;
    }

    /**
     * Polls the woken children until one ends.
     *
     * @return the child that has ended, or null; then the waker of {@code cx} will be woken when there is more to poll
     */
    @Nullable Child poll(Context cx) {
        Child ended = children.poll(cx);
        if (ended != null) {
            children.remove(ended);
        }
        return ended;
    }

    /** From now on a wake reaches nobody: the owner does not wait any more. */
    void forgetTask() {
        children.forgetTask();
    }

    /** Drops all that have not ended, in the order in which they were added. */
    void drop() {
        children.drop();
    }

    /** One future, and how it ended. */
    static final class Child extends PollSet.Member {
        /** Null when it has ended or was dropped, so that a waker left behind somewhere does not keep it alive. */
        private @Nullable Future<?> future;

        private @Nullable Object value;
        private @Nullable Throwable failure;

        private Child(Future<?> future) {
            this.future = future;
        }

        @Override
        @SuppressWarnings("NullAway") // it is not polled again once it has ended
        protected boolean step(Context cx) {
            try {
                Poll<?> poll = future.poll(cx);
                if (poll.isPending()) {
                    return false;
                }
                value = poll.value();
            } catch (Throwable failure) {
                this.failure = failure;
            }
            future = null;
            return true;
        }

        @Override
        @SuppressWarnings("NullAway") // as above
        protected void dropped() {
            Future<?> dropped = future;
            future = null;
            Dropper.STREAM.drop(dropped);
        }

        /** The value, or the failure thrown. */
        @Nullable Object outcome() throws Exception {
            if (failure != null) {
                throw Combinator.rethrow(failure);
            }
            return value;
        }

        /** Whether there is an {@link #outcome}, unless this was dropped. */
        boolean hasEnded() {
            return future == null;
        }
    }
}
