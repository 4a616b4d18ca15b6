package dev.kyoto.futures;

/**
 * Says which threads must not wait: {@code blockOn} refuses to park them. Executors that have threads of their own let these
 * implement this interface; an executor that polls on its caller's thread brackets that time with {@link #enter} and
 * {@link #leave}.
 */
public interface NonBlocking {
    /** Whether this thread must not wait at the moment; asked on the thread itself. */
    default boolean mustNotBlock() {
        return true;
    }

    /** Whether the calling thread must not wait at the moment. */
    static boolean isHere() {
        return (Thread.currentThread() instanceof NonBlocking thread && thread.mustNotBlock()) || LentThreads.isLent();
    }

    /** The calling thread must not wait until it {@linkplain #leave leaves}. May be nested. */
    static void enter() {
        LentThreads.lend();
    }

    /** Takes back one {@link #enter} of the calling thread. */
    static void leave() {
        LentThreads.giveBack();
    }
}
