package dev.kyoto.tracing;

import org.jspecify.annotations.Nullable;

/**
 * What a library keeps in thread-locals, such as the context of a log or of a trace, made to follow one future: put in place
 * before each poll, and taken away after it, so that the other futures on the thread do not see it. Bound around a future by
 * {@link dev.kyoto.Tracing#carry}, or around all tasks of a runtime by {@link dev.kyoto.Runtime.Builder#carry}.
 *
 * <p>The library may let the future change what is in place; then {@link #exit} remembers what is there, for the next
 * {@link #enter}.
 *
 * <p>Tasks that are spawned meanwhile, in whichever way, and jobs of {@code spawnBlocking} get a context of their own from
 * {@link #inherited}.
 *
 * <p><b>Threads.</b> Entered on one thread at a time, never twice before it is left, and left on the same thread; from one poll
 * to the next the thread may change, each happening before the next. So an implementation needs no synchronisation, and may keep
 * in a field what it found on the thread. No method may throw.
 */
public interface ThreadContext {
    /** Before a poll of the future, and before it is dropped: puts this in place, and keeps what was there before. */
    void enter();

    /** After that, on the same thread: puts back what was there before. Contexts are left in the reverse of their order. */
    void exit();

    /**
     * What a task that is spawned here and now takes along; null if nothing. Called on the thread that spawns, between
     * {@link #enter} and {@link #exit}; the result is entered on other threads, maybe before this is left.
     */
    @Nullable ThreadContext inherited();

    /** Of several contexts of one kind around a {@code spawn}, only the innermost is asked what is inherited. Compared by equals. */
    default Object kind() {
        return getClass();
    }
}
