package dev.kyoto.compiler.tests.tooling;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.jdt.core.compiler.batch.BatchCompiler;

/** Eclipse's compiler, which knows no plugins: what it writes is transformed by the agent or not at all. */
public final class EclipseCompiler {
    private EclipseCompiler() {}

    /** Compiles source files for Java 17; answers its errors, or null. */
    public static String compile(String classPath, Path output, List<Path> sources) {
        List<String> arguments = new ArrayList<>(
                List.of("--release", "17", "-g", "-proc:none", "-nowarn", "-cp", classPath, "-d", output.toString()));
        sources.forEach(source -> arguments.add(source.toString()));
        StringWriter messages = new StringWriter();
        PrintWriter out = new PrintWriter(messages);
        return BatchCompiler.compile(arguments.toArray(String[]::new), out, out, null) ? null : messages.toString();
    }
}
