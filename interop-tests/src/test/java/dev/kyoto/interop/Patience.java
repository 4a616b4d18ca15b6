package dev.kyoto.interop;

import org.reactivestreams.tck.TestEnvironment;

/** How long the kit waits. */
final class Patience {
    /** For a signal that has to come, on a busy machine. The tests of rule 3.9 wait as long for one that must not. */
    private static final long SIGNAL_MILLIS = 4_000;

    /** For a signal that must not come: the kit's own choice is 100; a longer one finds no more, and takes its time. */
    private static final long SILENCE_MILLIS = 50;

    private Patience() {}

    static TestEnvironment environment() {
        return new TestEnvironment(SIGNAL_MILLIS, SILENCE_MILLIS);
    }
}
