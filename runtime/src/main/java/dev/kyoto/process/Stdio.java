package dev.kyoto.process;

import java.io.File;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;

/** Where a child's input comes from, or its output goes. */
public final class Stdio {
    /** To and from this program, by way of {@link Child#stdin()} and its like. */
    public static final Stdio PIPE = new Stdio(Redirect.PIPE, Redirect.PIPE);

    /** To and from where this program's own goes. */
    public static final Stdio INHERIT = new Stdio(Redirect.INHERIT, Redirect.INHERIT);

    /** Nowhere: input that has ended, output that is forgotten. */
    public static final Stdio NONE = new Stdio(Redirect.from(nullDevice()), Redirect.DISCARD);

    private final Redirect from;
    private final Redirect to;

    private Stdio(Redirect from, Redirect to) {
        this.from = from;
        this.to = to;
    }

    /** A file: read as input, made anew as output. */
    public static Stdio file(Path path) {
        return new Stdio(Redirect.from(path.toFile()), Redirect.to(path.toFile()));
    }

    /** A file: read as input, appended to as output. */
    public static Stdio append(Path path) {
        return new Stdio(Redirect.from(path.toFile()), Redirect.appendTo(path.toFile()));
    }

    Redirect asInput() {
        return from;
    }

    Redirect asOutput() {
        return to;
    }

    /** Java has a name for it as output alone. */
    private static File nullDevice() {
        return new File(File.separatorChar == '\\' ? "NUL" : "/dev/null");
    }
}
