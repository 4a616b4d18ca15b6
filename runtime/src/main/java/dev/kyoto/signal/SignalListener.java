package dev.kyoto.signal;

import dev.kyoto.futures.Waker;
import org.jspecify.annotations.Nullable;

/** Who waits for a signal. */
interface SignalListener {
    /** The signal was raised. Called under the source's lock, so it does not wake: it returns whom to wake. */
    @Nullable Waker receive();

    /** Whether this waits for the next one as well. */
    boolean isLasting();
}
