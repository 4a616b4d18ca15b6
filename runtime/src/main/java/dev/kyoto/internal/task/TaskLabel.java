package dev.kyoto.internal.scheduler;

import dev.kyoto.futures.CompiledBlock;
import dev.kyoto.futures.Future;
import dev.kyoto.internal.current.Wrapper;
import dev.kyoto.task.FailedTask;
import org.jspecify.annotations.Nullable;

/**
 * How a task is called, and where it comes from. The compiler's metadata say where an async block is written, as a constant:
 * for most tasks that string is the whole label, and costs nothing.
 *
 * @param name given by the user, or null
 * @param written what {@link CompiledBlock#encodedSource()} says of the future, or its class
 * @param spawnedAt the call of {@code spawn}, if that is recorded
 */
record TaskLabel(@Nullable String name, String written, StackWalker.@Nullable StackFrame spawnedAt) {
    private static final StackWalker STACK = StackWalker.getInstance();

    /** A label: a string, or a {@code TaskLabel} where there is more to say than how the future was written. */
    static Object of(Future<?> future, @Nullable String name, boolean recordSpawnSite) {
        Future<?> inner = Wrapper.unwrap(future);
        String written = inner instanceof CompiledBlock<?> block
                ? block.encodedSource()
                : inner.getClass().getName();
        StackWalker.@Nullable StackFrame spawnedAt = recordSpawnSite ? caller() : null;
        return name == null && spawnedAt == null ? written : new TaskLabel(name, written, spawnedAt);
    }

    /** The given name, or else where the block is written. */
    static String name(Object label) {
        if (label instanceof TaskLabel more) {
            return more.name != null ? more.name : source(more.written);
        }
        return source((String) label);
    }

    /** Where the task was spawned, if that was recorded, or else where its block is written. */
    static String site(Object label) {
        if (label instanceof TaskLabel more) {
            return more.spawnedAt != null ? describe(more.spawnedAt.toStackTraceElement()) : source(more.written);
        }
        return source((String) label);
    }

    /** What is added to the failure of a task. */
    static FailedTask mark(Object label, long id) {
        if (label instanceof TaskLabel more && more.spawnedAt != null) {
            return FailedTask.of(id, name(label), more.spawnedAt.toStackTraceElement(), true);
        }
        String written = label instanceof TaskLabel more ? more.written : (String) label;
        StackTraceElement frame = isBlock(written)
                ? CompiledBlock.decodeSource(written)
                : new StackTraceElement(written, "poll", null, -1);
        return FailedTask.of(id, name(label), frame, false);
    }

    private static String source(String written) {
        return isBlock(written) ? describe(CompiledBlock.decodeSource(written)) : written;
    }

    private static boolean isBlock(String written) {
        return written.indexOf('|') >= 0;
    }

    private static String describe(StackTraceElement source) {
        return source.getClassName() + "." + source.getMethodName() + ", " + source.getFileName() + ":"
                + source.getLineNumber();
    }

    private static StackWalker.@Nullable StackFrame caller() {
        return STACK.walk(frames -> frames.filter(TaskLabel::isOutsideKyoto).findFirst())
                .orElse(null);
    }

    private static boolean isOutsideKyoto(StackWalker.StackFrame frame) {
        String name = frame.getClassName();
        return !name.startsWith("dev.kyoto.internal.")
                && !name.equals("dev.kyoto.Runtime")
                && !name.equals("dev.kyoto.Kyoto")
                && !name.equals("dev.kyoto.Shield");
    }
}
