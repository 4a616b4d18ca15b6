package dev.kyoto.task;

import org.jspecify.annotations.Nullable;

/** The failure that came first, with the others suppressed. Not thread-safe. */
final class FirstFailure {
    private @Nullable Throwable first;

    boolean isThere() {
        return first != null;
    }

    /** Adds how a task has ended that has not yielded a value. True: it is the first. */
    boolean add(Outcome<?> outcome) {
        Throwable failure = outcome.failure();
        if (failure == null || (first != null && outcome.isAborted())) {
            return false; // aborted because of the first
        }
        return add(failure);
    }

    boolean add(Throwable failure) {
        if (first == null) {
            first = failure;
            return true;
        }
        if (first != failure) { // the very same may come by way of two tasks
            first.addSuppressed(failure);
        }
        return false;
    }

    void throwIfAny() throws Exception {
        if (first != null) {
            throw FirstFailure.<RuntimeException>asUnchecked(first);
        }
    }

    @SuppressWarnings("unchecked") // erased: lets any throwable pass as it is
    private static <X extends Throwable> X asUnchecked(Throwable failure) throws X {
        throw (X) failure;
    }
}
