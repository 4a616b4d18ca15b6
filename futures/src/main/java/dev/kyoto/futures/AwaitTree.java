package dev.kyoto.futures;

import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a future is waiting for, all the way down: where each async block stands, and beneath a {@code select} or a
 * {@code join} one branch for each future that it still has. Reads like a stack trace turned over:
 *
 * <pre>
 * at com.example.Server.main(Server.java:12)
 * at com.example.Server.serve(Server.java:30)
 * in select
 *   + at com.example.Server.converse(Server.java:44)
 *     in Mpsc.recv()
 *   + in sleep
 * </pre>
 *
 * <p>A picture of one moment, made of text and line numbers: it keeps no future alive. Until {@link #of} is called, nothing
 * of it exists; futures do no bookkeeping for it.
 *
 * <p><b>From other threads.</b> {@code of} may be called by any thread and stops nobody. It reads what futures keep for
 * themselves, in plain fields, so the picture of a task that is being polled at this moment is a guess: a block may be shown
 * at the line before, with the child of the line after; a branch that has just ended may still be there, one that has
 * just begun may be missing; and what the reader's processor has not seen yet is not shown, however long ago it was. The
 * picture of a task that stands still is right, if the caller has synchronised with the end of its last poll, as one does by
 * reading the state of the task.
 *
 * @param what the future: how it calls itself, or {@code "async block"}
 * @param position where a block is written: the line of the {@code await()} that it is suspended at or, when it is at none, its
 *     first; null for other futures
 * @param state whether the future has begun, and has ended
 * @param awaited what it waits for
 */
public record AwaitTree(String what, @Nullable StackTraceElement position, State state, List<AwaitTree> awaited) {
    /** Deeper than that nothing is read: a chain that is longer is a recursion, which the first levels show. */
    static final int MAX_DEPTH = 200;

    /** Of the futures beneath one, as many are read, and the others counted: nobody reads a page of equal lines. */
    static final int MAX_BRANCHES = 50;

    public enum State {
        /** Never polled. */
        NEW,
        /** Polled and not done; a block stands at an await. */
        SUSPENDED,
        /** A block in the middle of a poll, or one that ended with an exception. */
        RUNNING,
        /** Ready, failed or dropped. */
        DONE,
        /** A future that does not tell. */
        UNKNOWN
    }

    /** What {@code future} waits for at this moment. Never fails. */
    public static AwaitTree of(Future<?> future) {
        return of(future, 0);
    }

    private static AwaitTree of(Future<?> future, int depth) {
        try {
            if (depth == MAX_DEPTH) {
                return note("…");
            } else if (future instanceof CompiledBlock<?> block) {
                return ofBlock(block, depth);
            } else if (future instanceof AbstractFuture<?> other) {
                return new AwaitTree(other.describe(), null, other.progress(), children(other.awaited(), depth));
            } else if (future instanceof Fused<?> fused) {
                return new AwaitTree("fuse()", null, fused.progress(), children(fused.awaited(), depth));
            } else if (future instanceof Pinned<?> pinned) {
                return new AwaitTree("pin(…)", null, pinned.progress(), children(pinned.awaited(), depth));
            }
            return note(future.toString());
        } catch (RuntimeException | StackOverflowError race) {
            // Half of what a future was told by another thread, or a toString() that fails.
            return note(future.getClass().getName());
        }
    }

    private static AwaitTree ofBlock(CompiledBlock<?> block, int depth) {
        int seen = block.state();
        Future<?> awaited = block.awaited();
        return new AwaitTree(
                "async block",
                block.position(seen),
                CompiledBlock.progress(seen),
                awaited == null ? List.of() : children(List.of(awaited), depth));
    }

    private static AwaitTree note(String text) {
        return new AwaitTree(text, null, State.UNKNOWN, List.of());
    }

    private static List<AwaitTree> children(List<? extends Future<?>> futures, int depth) {
        List<AwaitTree> shown = futures.stream()
                .limit(MAX_BRANCHES)
                .map(future -> of(future, depth + 1))
                .toList();
        int more = futures.size() - shown.size();
        return more <= 0
                ? shown
                : Stream.concat(shown.stream(), Stream.of(note("… and " + more + " more")))
                        .toList();
    }

    /** The tree, one future a line, outermost first; without a line break at the end. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        print(text, "", "");
        return text.toString();
    }

    private void print(StringBuilder text, String first, String others) {
        text.append(first).append(line());
        if (awaited.size() == 1) {
            awaited.get(0).print(text.append('\n'), others, others);
        } else {
            awaited.forEach(branch -> branch.print(text.append('\n'), others + "  + ", others + "    "));
        }
    }

    private String line() {
        String line = position != null ? "at " + position : state == State.UNKNOWN ? what : "in " + what;
        return switch (state) {
            case NEW -> line + " (not begun)";
            case RUNNING -> line + " (running)";
            case DONE -> line + " (done)";
            case SUSPENDED, UNKNOWN -> line;
        };
    }
}
