package dev.kyoto.compiler;

import com.sun.source.util.JavacTask;
import com.sun.source.util.TaskListener;

/**
 * Lets javac parse as if nobody listened.
 *
 * <p>While anybody listens to it, the {@code javac} command keeps every comment and the end of every tree. Where javac is warm
 * that takes 3 to 4 % of a compilation of sources with comments, and Kyoto needs neither. So its listener goes when the
 * compilation begins, and comes back when all classes have been entered, before the first of them is analysed.
 */
final class SilentParsing {
    /**
     * The newest release whose javac was seen to bring the listener back in time, which the tests look at. With a later one
     * it stays: without it, async blocks would be left as they are.
     */
    private static final int NEWEST_TRIED = 25;

    private SilentParsing() {}

    /**
     * To be called when a compilation starts. Programs that call javac, and annotation processors, get all of that kept
     * anyway; the listener stays then.
     *
     * @throws ReflectiveOperationException if javac's internals are not to be reached, or have changed; the listener stays
     */
    static void begin(JavacTask task, TaskListener listener, JavacWriter writer) throws ReflectiveOperationException {
        if (Runtime.version().feature() > NEWEST_TRIED
                || JavacWriter.javac("api.JavacTaskImpl").isInstance(task)) {
            return;
        }
        Class<?> annotateClass = JavacWriter.javac("comp.Annotate");
        Object annotate =
                annotateClass.getMethod("instance", JavacWriter.contextClass()).invoke(null, writer.context());
        // What javac puts off until it has entered all classes: to look at their annotations, for one.
        Runnable comeBack = () -> task.addTaskListener(listener);
        annotateClass.getMethod("normal", Runnable.class).invoke(annotate, comeBack);
        task.removeTaskListener(listener);
    }
}
