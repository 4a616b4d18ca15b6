package dev.kyoto.futures;

import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What the Kyoto compiler makes of an async block. Its methods are called by compiled code and by executors; programs
 * have no use for them.
 *
 * <p>For each lambda of an {@link AsyncCode} type the compiler writes one subclass, the <em>holder</em>. It keeps the
 * captured arguments and, while suspended, the locals that are live at the await. The lambda's body stays a method of
 * the user's class and becomes a resumable one:
 *
 * <pre>{@code
 * // static Object lambda$echo$0(CompiledBlock block, Context cx)
 * switch (block.enter()) {
 *     case 0:  …                                   // the body up to the first await, whose future is f
 *              POLL_1:
 *              Poll p = f.poll(cx);
 *              if (p.isPending()) { block.local0 = …; return block.suspend(1, f); }
 *              … p.value() …
 *     case 1:  … = block.local0; f = block.resume(); goto POLL_1;
 * }
 *
 * // the holder
 * public Poll poll(Context cx) throws Exception { return settle(User.lambda$echo$0(this, cx)); }
 * }</pre>
 *
 * <p>The state: {@code 0} not started; {@code n > 0} suspended at the n-th await; {@link #RUNNING} inside a poll, or
 * ended by an exception (an exception simply leaves it so); {@link #COMPLETED}, {@link #CANCELLED}. It is a plain field,
 * because a future is polled by one thread at a time.
 *
 * <p>The lambda expression itself evaluates to a holder that is never polled: a template, from which {@code async(…)}
 * takes a {@link #fresh()} copy, so that one block object can be started many times.
 */
public abstract class CompiledBlock<T extends @Nullable Object> extends SelfPoll<T> implements Future<T> {
    private static final int NEW = 0;
    private static final int RUNNING = -1;
    private static final int COMPLETED = -2;
    private static final int CANCELLED = -3;

    /** Awaits in cleanup code that a drop passes through before it gives up on the block. */
    private static final int MAX_AWAITS_WHILE_UNWINDING = 1000;

    private static final @Nullable Object[] NO_ARGUMENTS = {};

    private int state = NEW;

    /** The future awaited, while suspended. */
    private @Nullable Future<?> awaited;

    protected CompiledBlock() {}

    // ---- called by executors and combinators

    /**
     * Starts {@code code}, whose functional interface's method takes no arguments: a new future that runs its body.
     *
     * @throws IllegalArgumentException if it takes some
     * @throws IllegalStateException if it was compiled without the Kyoto compiler
     */
    @SuppressWarnings("unchecked") // the compiler made the holder from code, whose result type is T
    public static <T extends @Nullable Object> Future<T> start(AsyncCode code) {
        return (Future<T>) template(code).fresh();
    }

    /**
     * Starts {@code code} with the arguments of its functional interface's method, primitive ones boxed.
     *
     * @throws IllegalArgumentException if the method takes more or fewer
     * @throws ClassCastException if one of them is of another type
     * @throws IllegalStateException if it was compiled without the Kyoto compiler
     */
    @SuppressWarnings("unchecked") // as above
    public static <T extends @Nullable Object> Future<T> start(AsyncCode code, @Nullable Object... arguments) {
        CompiledBlock<?> template = template(code);
        return (Future<T>) (arguments.length == 0 ? template.fresh() : template.fresh(arguments));
    }

    private static CompiledBlock<?> template(AsyncCode code) {
        if (code instanceof CompiledBlock<?> block) {
            return block;
        }
        Objects.requireNonNull(code, "async block");
        throw new IllegalStateException(
                "An async block of " + code.getClass().getName().replaceFirst("\\$\\$Lambda.*", "")
                        + " was compiled without the Kyoto compiler, so it cannot run. Put kyoto-compiler on the processor path"
                        + " (Maven: annotationProcessorPaths, Gradle: annotationProcessor) or, where no processor path is set, on"
                        + " the class path, and compile that class again. Eclipse's compiler takes no plugins: run"
                        + " what it compiled with -javaagent:kyoto-compiler.jar. An async block is a lambda; a class that implements"
                        + " the interface by hand is none.");
    }

    /** Where the block was written: its class, method, file and first line. */
    public final StackTraceElement source() {
        return BlockSource.parse(describeSource()).start();
    }

    /** {@link #source()} in a form that costs nothing: a constant, which {@link #decodeSource} reads. For what outlives the block. */
    public final String encodedSource() {
        return describeSource();
    }

    /** What {@link #source()} says of the block that {@code encoded} came from. */
    public static StackTraceElement decodeSource(String encoded) {
        return BlockSource.parse(encoded).start();
    }

    /**
     * Called by compiled code just before it spawns {@code future}: notes for the runtime where that is. The note is kept in the
     * place of the value, of which there is none before the first poll, so that it takes no memory.
     *
     * @param site in the form of {@link #encodedSource()}
     */
    public static void spawnedAt(Future<?> future, String site) {
        if (future instanceof CompiledBlock<?> block && block.state == NEW) {
            block.noteSpawnSite(site);
        }
    }

    @SuppressWarnings("unchecked") // nobody reads the value as a T before there is one
    private void noteSpawnSite(Object site) {
        readyWith((T) site);
    }

    /** What {@link #spawnedAt} has noted, once; null if it was not called. */
    public final @Nullable String takeSpawnSite() {
        if (state != NEW) {
            return null;
        }
        Object noted = value();
        forgetValue();
        return (String) noted;
    }

    /** Where the block stands: the line of the await that it is suspended at, or where it starts. */
    public final StackTraceElement position() {
        return position(state);
    }

    final StackTraceElement position(int state) {
        return BlockSource.parse(describeSource()).await(state);
    }

    /** What is said of the future that the block awaits, if the compiler has seen by which method it was made. */
    final CancelSafety safety() {
        return BlockSource.parse(describeSource()).safety(state);
    }

    final int state() {
        return state;
    }

    static AwaitTree.State progress(int state) {
        return switch (state) {
            case NEW -> AwaitTree.State.NEW;
            case RUNNING -> AwaitTree.State.RUNNING;
            case COMPLETED, CANCELLED -> AwaitTree.State.DONE;
            default -> AwaitTree.State.SUSPENDED;
        };
    }

    /** The future that the block awaits, or null when it is not suspended. All that is below it: {@link AwaitTree}. */
    public final @Nullable Future<?> awaited() {
        return awaited;
    }

    // ---- overridden in holders

    /** A new block with the same captured values. Overridden where the functional interface's method has no parameters. */
    protected CompiledBlock<T> fresh() {
        return fresh(NO_ARGUMENTS);
    }

    /** A new block with the same captured values and these arguments. Overridden where the method has parameters. */
    protected CompiledBlock<T> fresh(@Nullable Object[] arguments) {
        throw wrongArguments(0, arguments);
    }

    /**
     * {@code class|method|file|line of the block|line of await 1|line of await 2|…}: the class by its dotted name, the
     * method that the block is written in. Compiled without debug information, the file is empty and the lines are -1. Behind
     * the line of an await stands {@code s} if the method that made its future is marked {@link CancelSafe}, {@code u} if it is
     * marked {@link CancelUnsafe}; of a block that handles a branch of a {@code select}, behind its own line what is said of that branch.
     */
    protected abstract String describeSource();

    /**
     * Shows {@code visitor} what the block keeps while it is suspended: captured values and local variables, as far as they are
     * objects, and null where nothing is kept. For an {@link AwaitTree}, which any thread may ask for. Overridden in holders that keep some.
     */
    protected void visitKept(Consumer<@Nullable Object> visitor) {}

    // ---- called by holders and bodies

    /** At the head of a poll: the await to resume at, or 0. */
    public final int enter() {
        int from = state;
        if (from < 0) {
            throw secondUse();
        }
        state = RUNNING;
        return from;
    }

    /** At an await that is pending: remembers where the block stands. The returned mark is passed to {@link #settle}. */
    public final Object suspend(int await, Future<?> future) {
        state = await;
        awaited = future;
        return Poll.pending();
    }

    /** After {@link #enter()} at a resumed await: the future to poll again. */
    @SuppressWarnings("NullAway") // only called from a state that suspend() left
    public final Future<?> resume() {
        Future<?> future = awaited;
        awaited = null;
        return future;
    }

    /** At the end of a poll: what the body returned, as a poll. */
    @SuppressWarnings({"unchecked", "NullAway"}) // the body returns a T, which may be null, or the mark of suspend()
    protected final Poll<T> settle(@Nullable Object result) {
        if (result == (Object) Poll.pending()) {
            return Poll.pending();
        }
        state = COMPLETED;
        return readyWith((T) result);
    }

    /** At the head of {@link #fresh(Object[])}. */
    protected final void expectArguments(int expected, @Nullable Object[] given) {
        if (given.length != expected) {
            throw wrongArguments(expected, given);
        }
    }

    private IllegalArgumentException wrongArguments(int expected, @Nullable Object[] given) {
        return new IllegalArgumentException("The async block at " + source() + " is started with " + given.length
                + " arguments, but its functional interface has a method of " + expected + ".");
    }

    /** What the functional interface's own method does in a holder. */
    public static IllegalStateException calledDirectly() {
        return new IllegalStateException(
                "An async block is not called; it is started: async(block) returns the future that runs it.");
    }

    // ---- the drop protocol

    /**
     * {@inheritDoc}
     *
     * <p>Suspended at an await: the awaited future is cancelled, then the block is resumed there with {@link Cancelled}.
     * An await in cleanup code that is not ready at once ends with {@code Cancelled} as well. What the block returns or
     * throws in the end is discarded, except for real failures, which are reported.
     */
    @Override
    public final void cancel() {
        if (state > 0) {
            if (DropRecording.isOn()) {
                DropRecording.halfway(this, this::unwind);
            } else {
                unwind();
            }
        }
        if (state == NEW) {
            state = CANCELLED;
        }
    }

    private void unwind() {
        Context cx = Context.of(Waker.noop());
        for (int awaits = 0; state > 0; awaits++) {
            if (awaits == MAX_AWAITS_WHILE_UNWINDING) {
                Drop.report(new IllegalStateException(
                        "The async block at " + position() + " was cancelled, but awaits again"
                                + " and again. Does it catch Throwable in a loop? Let Cancelled pass."));
                break;
            }
            boolean recorded = DropRecording.isOn();
            if (recorded && awaits > 0) {
                DropRecording.cleanupCutShort(this);
            }
            Future<?> child = resume();
            awaited = Unwinding.INSTANCE;
            Drop.cancel(child);
            try {
                if (recorded) {
                    DropRecording.cleanUp(this, cx);
                } else {
                    poll(cx);
                }
            } catch (Cancelled end) {
                for (Throwable failure : end.getSuppressed()) {
                    Drop.report(failure);
                }
            } catch (Throwable failure) {
                Drop.report(failure);
            }
        }
        forgetValue();
        awaited = null;
        state = CANCELLED;
    }

    private IllegalStateException secondUse() {
        String what = "The async block at " + source();
        return new IllegalStateException(
                switch (state) {
                    case COMPLETED ->
                        what + " has completed and was polled again. A future is used once: call the method that"
                                + " makes it again, or use fuse().";
                    case CANCELLED ->
                        what + " was cancelled and was polled again. A future that must survive a lost select is"
                                + " wrapped in pin().";
                    default ->
                        what + " is being polled already, or has failed. A future is used once: awaited, spawned or"
                                + " handed to a combinator.";
                });
    }

    /** Stands in for the awaited future of a block that is being dropped. */
    private enum Unwinding implements Future<@Nullable Object> {
        INSTANCE;

        @Override
        public Poll<@Nullable Object> poll(Context cx) {
            throw new Cancelled();
        }
    }

    @Override
    public String toString() {
        return "async block at " + position();
    }
}
