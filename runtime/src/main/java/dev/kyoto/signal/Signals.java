package dev.kyoto.signal;

import dev.kyoto.futures.CancelUnsafe;
import dev.kyoto.futures.Future;
import dev.kyoto.futures.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Futures of the signals by which a process is asked to stop.
 *
 * <pre>{@code
 * select(server.run(), Signals.terminate(), Signals.interrupt()).await();
 * // finish what was begun, then return from main
 * }</pre>
 *
 * <p><b>From the first poll on</b> of any such future, the signal does <em>not</em> end the process any more, for as long as
 * it runs: not by default and not by shutdown hooks, whether or not a future waits at that moment. A program that waits for a
 * signal has taken on to end by itself.
 *
 * <p><b>What counts.</b> A future completes at the first signal after its first poll. All futures that wait at that moment
 * complete, whichever runtime or other executor polls them. Signals are not queued: those that come before a future waits are
 * not seen by it, and several before it is polled again count as one. Who must miss none reads a stream of them.
 *
 * <p><b>Where it works.</b> With the JVM's own signal dispatch, by way of {@code jdk.unsupported}. Elsewhere, such as under
 * {@code -Xrs} or in an image without that module, the futures fail with {@link UnsupportedOperationException}, which names
 * the cure.
 *
 * <p>A program that installs its own handlers through {@code sun.misc.Signal} afterwards replaces these.
 */
public final class Signals {
    private Signals() {}

    /**
     * Waits for the next SIGINT: Ctrl-C in the terminal. It never comes to a process that was started with it ignored, as shells
     * start what a script puts into the background; {@link #terminate()} does.
     *
     * <p><b>Cancel safety.</b> A signal that has come when the future is dropped, or comes before the next one is polled, is not
     * seen again. In a loop, {@code pin} one future instead of making it anew, or read {@link #interrupts()}.
     */
    @CancelUnsafe("a signal that has come, or comes before the next future waits")
    public static Future<@Nullable Void> interrupt() {
        return new SignalFuture(SignalSource.INTERRUPT);
    }

    /**
     * Waits for the next SIGTERM: {@code kill}, or a container that is stopped.
     *
     * <p><b>Cancel safety.</b> As of {@link #interrupt}.
     */
    @CancelUnsafe("a signal that has come, or comes before the next future waits")
    public static Future<@Nullable Void> terminate() {
        return new SignalFuture(SignalSource.TERMINATE);
    }

    /**
     * Every SIGINT from the first poll on, each as its number, counted from 1: to stop in good order at the first, and at once at
     * the second. None is lost between two polls; several that the system delivers as one are one. Has no end.
     *
     * <p><b>Cancel safety.</b> A dropped {@code next()} loses nothing.
     */
    public static Stream<Integer> interrupts() {
        return new SignalStream(SignalSource.INTERRUPT);
    }

    /** Every SIGTERM from the first poll on; as {@link #interrupts}. */
    public static Stream<Integer> terminations() {
        return new SignalStream(SignalSource.TERMINATE);
    }
}
