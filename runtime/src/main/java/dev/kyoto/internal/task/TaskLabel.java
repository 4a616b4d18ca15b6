package dev.kyoto.internal.task;

import dev.kyoto.futures.CompiledBlock;
import dev.kyoto.futures.Future;
import dev.kyoto.futures.ProgramFrames;
import dev.kyoto.internal.current.Wrapper;
import dev.kyoto.task.FailedTask;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a task is called, and where it comes from: which call has spawned it, in which task, and so on up to the root. What the
 * compiler writes into a class says where an async block stands and where it is spawned, as constants, so that nobody looks
 * at a stack. For a task without a parent of which there is no more to say, that string is the whole label.
 *
 * <p>A label keeps those of the tasks above alive, though not the tasks, and no more than {@link #MOST_LEVELS} of them: of a
 * task that spawns the next, which spawns the next, the oldest are forgotten. Tasks that are spawned in the same way by the
 * same task can share one.
 *
 * @param name given by the user, or null
 * @param written what {@link CompiledBlock#encodedSource()} says of the future, or its class
 * @param site the call of {@code spawn}: as the compiler encodes it, a {@code StackFrame} if the stack was looked at, or null
 * @param parent the label of the task that has spawned this one; null if none has, or if it is forgotten
 * @param parentId the number of that task; 0 if there is none
 * @param levels how many labels this and those above it are
 */
public record TaskLabel(
        @Nullable String name,
        String written,
        @Nullable Object site,
        @Nullable Object parent,
        long parentId,
        int levels) {
    /** More than anybody reads. */
    static final int MOST_LEVELS = 16;

    /** So many are left when the oldest are forgotten: then it costs one more label in each spawn. */
    private static final int LEFT_LEVELS = 8;

    private static final StackWalker STACK = StackWalker.getInstance();

    /**
     * A label: a string, or a {@code TaskLabel} where there is more to say than how the future was written.
     *
     * @param parent the label of the task that spawns, or null
     * @param parentId its number, or 0
     * @param similar a label that is returned if it is the same; null if there is none at hand. The same means the very same
     *     strings, as constants are
     */
    @SuppressWarnings({"ReferenceEquality", "StringEquality"}) // what is not the same object costs a label, no more
    public static Object of(
            Future<?> future,
            @Nullable String name,
            boolean recordSpawnSite,
            @Nullable Object parent,
            long parentId,
            @Nullable Object similar) {
        Future<?> inner = Wrapper.unwrap(future);
        String written;
        Object site = null;
        if (inner instanceof CompiledBlock<?> block) {
            written = block.encodedSource();
            site = block.takeSpawnSite();
        } else {
            written = inner.getClass().getName();
        }
        if (recordSpawnSite) {
            site = caller();
        }
        if (name == null && site == null && parent == null) {
            return written;
        }
        if (similar instanceof TaskLabel like
                && like.parentId == parentId
                && like.written == written
                && like.site == site
                && like.name == name) {
            return like;
        }
        return below(name, written, site, parent, parentId);
    }

    private static TaskLabel below(
            @Nullable String name, String written, @Nullable Object site, @Nullable Object parent, long parentId) {
        Object above = parent;
        if (above instanceof TaskLabel label && label.levels == MOST_LEVELS) {
            above = label.without(LEFT_LEVELS);
        }
        return new TaskLabel(name, written, site, above, parentId, 1 + levels(above));
    }

    private TaskLabel without(int levelsLeft) {
        Object above =
                levelsLeft == 1 ? null : parent instanceof TaskLabel label ? label.without(levelsLeft - 1) : parent;
        return new TaskLabel(name, written, site, above, parentId, 1 + levels(above));
    }

    private static int levels(@Nullable Object label) {
        return label == null ? 0 : label instanceof TaskLabel more ? more.levels : 1;
    }

    /** The given name, or else where the block is written. */
    public static String name(Object label) {
        if (label instanceof TaskLabel more) {
            return more.name != null ? more.name : source(more.written);
        }
        return source((String) label);
    }

    /** Where the task was spawned, if that is known, or else where its block is written. */
    public static String site(Object label) {
        return label instanceof TaskLabel more && more.site != null
                ? describe(element(more.site))
                : source(label instanceof TaskLabel more ? more.written : (String) label);
    }

    /**
     * What is added to the failure of the task that has this label and the number {@code id}. Nothing where there is nothing
     * to say: a handle that {@code blockOn} was given is a future of Kyoto's, of no place in the program.
     */
    public static @Nullable FailedTask mark(Object label, long id) {
        if (label instanceof String written && ProgramFrames.isKyotos(written)) {
            return null;
        }
        boolean isSpawnSite = label instanceof TaskLabel more && more.site != null;
        String what = "in task " + id + " (" + name(label) + "), which " + (isSpawnSite ? "was spawned" : "comes from");
        return ended(what, id, name(label), label, 0);
    }

    /**
     * What is added to the failure of blocking code, of which the compiler knows nothing.
     *
     * @param parent the label of the task that has handed it to a thread, or null
     * @param parentId its number, or 0
     */
    public static FailedTask markOfBlocking(
            long id, String name, Class<?> code, @Nullable Object parent, long parentId) {
        String what = "in task " + id + " (" + name + ")";
        return parent == null
                ? ended(what + ", which comes from", id, name, code.getName(), 0)
                : ended(what + " of task " + parentId + ", which comes from", id, name, parent, parentId);
    }

    /** @param labelled the number of the task that {@code label} belongs to, if that is another; else 0 */
    private static FailedTask ended(String what, long id, String name, Object label, long labelled) {
        List<StackTraceElement> sites = new ArrayList<>();
        List<Long> ancestors = new ArrayList<>();
        if (labelled != 0) {
            ancestors.add(labelled);
        }
        boolean isCut = false;
        for (Object at = label; at != null; ) {
            StackTraceElement frame = frame(at);
            if (at instanceof TaskLabel child && child.parentId != 0) {
                ancestors.add(child.parentId);
                sites.add(within(describeParent(child), frame));
                isCut = child.parent == null;
                at = child.parent;
            } else {
                sites.add(frame);
                at = null;
            }
        }
        String message = what + (isCut ? " here, at the end of a long line of tasks:" : " here:");
        return FailedTask.endedBy(message, id, name, sites, ancestors);
    }

    private static String describeParent(TaskLabel child) {
        String task = "task " + child.parentId;
        return child.parent instanceof TaskLabel parent && parent.name != null ? task + " (" + parent.name + ")" : task;
    }

    private static StackTraceElement frame(Object label) {
        if (label instanceof TaskLabel more && more.site != null) {
            return element(more.site);
        }
        String written = label instanceof TaskLabel more ? more.written : (String) label;
        return isBlock(written)
                ? CompiledBlock.decodeSource(written)
                : new StackTraceElement(written, "poll", null, -1);
    }

    /** A frame as it is printed of a class loader with a name, which is the place for what belongs before the class. */
    private static StackTraceElement within(String task, StackTraceElement frame) {
        return new StackTraceElement(
                task,
                null,
                null,
                frame.getClassName(),
                frame.getMethodName(),
                frame.getFileName(),
                frame.getLineNumber());
    }

    private static StackTraceElement element(Object site) {
        return site instanceof StackWalker.StackFrame frame
                ? frame.toStackTraceElement()
                : CompiledBlock.decodeSource((String) site);
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
