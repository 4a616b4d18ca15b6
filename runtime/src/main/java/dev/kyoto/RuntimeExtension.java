package dev.kyoto;

/**
 * Something that wants to know of each runtime of the process, such as a console: found by {@link java.util.ServiceLoader}
 * on the class path or module path, so that to add it to a program is to add its jar.
 *
 * <p>Extensions are looked for once, when the first runtime is built, by the class loader of Kyoto itself. One that should not
 * be at work unless it is asked for looks at a system property of its own.
 */
public interface RuntimeExtension {
    /**
     * A runtime was built; it runs, and has no tasks yet. Called on the thread that built it, before it gets it: so this must
     * be quick. What it throws is logged, and changes nothing.
     */
    void runtimeBuilt(Runtime runtime);
}
