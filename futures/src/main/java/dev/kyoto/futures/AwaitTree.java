package dev.kyoto.futures;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a future is waiting for, all the way down: where each async block stands, and beneath a {@code select} or a
 * {@code join} one branch for each future that it still has. Reads like a stack trace turned over:
 *
 * <pre>
 * at com.example.Server.main(Server.java:12)
 * at com.example.Server.serve(Server.java:30)
 * in select
 *   + at com.example.Server.converse(Server.java:44), holds Mutex#3
 *     in Mpsc.Receiver.recv() → Mpsc#4: 2 senders
 *   + in sleep → deadline: in 1.5 s
 * </pre>
 *
 * <p>A picture of one moment, made of text and line numbers: it keeps no future alive. Until {@link #of} is called, nothing
 * of it exists; futures do no bookkeeping for it, but that an exclusive lock knows who has it.
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
 * @param resource what it waits for besides other futures: a lock, a channel, a deadline; null if that has no name
 * @param held what it holds that others may wait for. Of a block, what is in its local variables while it is suspended; a guard
 *     that is kept in a field of some object is not found
 * @param needs which of {@code awaited} must end before this one can
 * @param awaited the futures that it waits for
 */
public record AwaitTree(
        String what,
        @Nullable StackTraceElement position,
        State state,
        @Nullable Resource resource,
        List<Resource> held,
        Needs needs,
        List<AwaitTree> awaited) {
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

    /** Which of the futures beneath a future must end before that one can. */
    public enum Needs {
        /** Every one: a join, and a block, which awaits a single one. */
        ALL,
        /** One is enough: a select. */
        ANY,
        /** Not known, or it may go on for another reason. */
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
                return ofOther(other, depth);
            } else if (future instanceof Fused<?> fused) {
                return wrapper("fuse()", fused.progress(), fused.awaited(), depth);
            } else if (future instanceof Pinned<?> pinned) {
                return wrapper("pin(…)", pinned.progress(), pinned.awaited(), depth);
            } else if (future instanceof TaskIdentity task) {
                return new AwaitTree(
                        future.toString(), null, State.UNKNOWN, Resource.endOf(task), List.of(), Needs.ALL, List.of());
            }
            return note(future.toString());
        } catch (RuntimeException | StackOverflowError race) {
            // Half of what a future was told by another thread, or a toString() that fails.
            return note(future.getClass().getName());
        }
    }

    private static AwaitTree ofBlock(CompiledBlock<?> block, int depth) {
        int seen = block.state();
        State state = CompiledBlock.progress(seen);
        Future<?> awaited = block.awaited();
        return new AwaitTree(
                "async block",
                block.position(seen),
                state,
                null,
                state == State.SUSPENDED ? keptIn(block) : List.of(),
                Needs.ALL,
                awaited == null ? List.of() : children(List.of(awaited), depth));
    }

    private static List<Resource> keptIn(CompiledBlock<?> block) {
        List<Resource> held = new ArrayList<>(0);
        block.visitKept(value -> {
            Resource resource = value instanceof ResourceHandle handle ? handle.resource() : null;
            if (resource != null && !held.contains(resource)) { // a variable may have been copied
                held.add(resource);
            }
        });
        return held.isEmpty() ? List.of() : List.copyOf(held);
    }

    private static AwaitTree ofOther(AbstractFuture<?> future, int depth) {
        State state = future.progress();
        boolean active = state == State.SUSPENDED;
        return new AwaitTree(
                future.describe(),
                null,
                state,
                active ? future.resource() : null,
                active ? future.held() : List.of(),
                future.needs(),
                children(future.awaited(), depth));
    }

    private static AwaitTree wrapper(String what, State state, List<? extends Future<?>> awaited, int depth) {
        return new AwaitTree(what, null, state, null, List.of(), Needs.ALL, children(awaited, depth));
    }

    private static AwaitTree note(String text) {
        return new AwaitTree(text, null, State.UNKNOWN, null, List.of(), Needs.UNKNOWN, List.of());
    }

    private static List<AwaitTree> children(List<? extends Future<?>> futures, int depth) {
        int count = futures.size();
        if (count == 1) { // nearly always, and there may be a hundred thousand trees
            return List.of(of(futures.get(0), depth + 1));
        }
        List<AwaitTree> shown = new ArrayList<>();
        for (int i = 0; i < Math.min(count, MAX_BRANCHES); i++) {
            shown.add(of(futures.get(i), depth + 1));
        }
        if (count > MAX_BRANCHES) {
            shown.add(note("… and " + (count - MAX_BRANCHES) + " more"));
        }
        return List.copyOf(shown);
    }

    /** The tree, one future a line, outermost first; without a line break at the end. */
    @Override
    public String toString() {
        return lines().stream().map(Line::toString).collect(Collectors.joining("\n"));
    }

    /** The lines of the text. */
    public List<Line> lines() {
        List<Line> lines = new ArrayList<>();
        addTo(lines, "", "");
        return lines;
    }

    /**
     * One line of the text.
     *
     * @param indent what it begins with
     * @param future what it is about
     */
    public record Line(String indent, AwaitTree future) {
        @Override
        public String toString() {
            return indent + future.place() + future.waiting() + future.holding();
        }
    }

    private void addTo(List<Line> lines, String first, String others) {
        lines.add(new Line(first, this));
        if (awaited.size() == 1) {
            awaited.get(0).addTo(lines, others, others);
        } else {
            awaited.forEach(branch -> branch.addTo(lines, others + "  + ", others + "    "));
        }
    }

    /** Which future this is, and where it stands: {@code at com.example.Server.main(Server.java:12)}. */
    public String place() {
        String place = position != null ? "at " + position : state == State.UNKNOWN ? what : "in " + inSentence(what);
        return switch (state) {
            case NEW -> place + " (not begun)";
            case RUNNING -> place + " (running)";
            case DONE -> place + " (done)";
            case SUSPENDED, UNKNOWN -> place;
        };
    }

    private static String inSentence(String what) {
        return what.startsWith("The ") ? "the" + what.substring("The".length()) : what;
    }

    /** What the future's own name does not say already: it may be the name of the task, or of the socket. */
    private String waiting() {
        if (resource == null || resource.kind().equals(Resource.TASK)) {
            return "";
        }
        boolean known = !resource.details().isEmpty() && what.contains(resource.details());
        return " → " + (known ? resource.reference() : resource);
    }

    private String holding() {
        if (held.isEmpty()) {
            return "";
        }
        return held.stream().map(Resource::reference).collect(Collectors.joining(", ", ", holds ", ""));
    }
}
