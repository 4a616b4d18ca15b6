package dev.kyoto.futures;

import org.jspecify.annotations.Nullable;

/**
 * A future that was dropped after its first poll and before its end. Of several that are dropped together, each awaiting the
 * next, it is the outermost.
 *
 * @param what what the dropped future was waiting for, innermost: {@code "Mpsc.recv()"}
 * @param position the await that the innermost async block stood at; of a future without a block, the handler of the branch of
 *     the {@code select} that it was; null if it was neither
 * @param by who dropped it
 * @param safety what is said of the future that the dropped one awaited: the first mark that is found, from the outside
 *     inwards, on a method that made one of those on the way
 * @param tree what was dropped
 * @see HalfwayDrops
 */
public record HalfwayDrop(
        String what, @Nullable StackTraceElement position, Dropper by, CancelSafety safety, AwaitTree tree) {
    /** One line: what was dropped where, by whom, and whether that loses something. */
    @Override
    public String toString() {
        return place() + " was dropped half-way by " + by + ", " + safety;
    }

    /** What was dropped, and where. */
    String place() {
        return position == null ? what : what + " at " + position;
    }
}
