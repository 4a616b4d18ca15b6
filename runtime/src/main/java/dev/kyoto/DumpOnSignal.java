package dev.kyoto;

import dev.kyoto.internal.signal.SignalHandlers;
import java.lang.System.Logger.Level;

/**
 * Prints a dump of every runtime when the process gets a signal: on the thread that the JVM makes for the signal, so that no
 * worker is needed for it.
 */
final class DumpOnSignal {
    /** The system property that names the signal. */
    static final String PROPERTY = "kyoto.dump.signal";

    /** HotSpot stops single threads with it on Linux, for the profiler of JFR: who takes it gets those, and JFR none. */
    private static final String SIGNAL_OF_HOTSPOT = "USR2";

    static {
        String signal = System.getProperty(PROPERTY);
        if (signal != null) {
            install(signal.startsWith("SIG") ? signal.substring("SIG".length()) : signal);
        }
    }

    private DumpOnSignal() {}

    /** Does it if it was asked for, at the first call. */
    static void installIfWanted() {
        // The work is that of the class initializer.
    }

    /** A program does not fail because it cannot be looked at. */
    private static void install(String signal) {
        System.Logger logger = System.getLogger("dev.kyoto");
        if (signal.equals(SIGNAL_OF_HOTSPOT)) {
            logger.log(
                    Level.WARNING,
                    "-D" + PROPERTY + "=" + signal
                            + " is ignored: the JVM uses this signal itself, to sample threads for" + " JFR. Take -D"
                            + PROPERTY + "=USR1.");
            return;
        }
        try {
            SignalHandlers.install(signal, DumpOnSignal::print);
        } catch (UnsupportedOperationException refused) {
            logger.log(Level.WARNING, "-D" + PROPERTY + "=" + signal + " has no effect.", refused);
        }
    }

    @SuppressWarnings("SystemOut") // whoever sends the signal looks there, as for a thread dump
    private static void print() {
        for (Runtime runtime : Runtime.open()) {
            System.err.println(runtime.dump());
        }
    }
}
