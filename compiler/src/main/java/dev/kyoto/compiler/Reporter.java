package dev.kyoto.compiler;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.Trees;
import dev.kyoto.compiler.lint.Findings;
import java.io.PrintWriter;
import java.io.StringWriter;
import javax.tools.Diagnostic;
import org.jspecify.annotations.Nullable;

/** Reports errors that are about the compilation rather than about the code. */
final class Reporter {
    private final JavacTask task;

    Reporter(JavacTask task) {
        this.task = task;
    }

    void error(String message, Findings.@Nullable Block at) {
        if (at == null) {
            throw new IllegalStateException(message);
        }
        Trees.instance(task).printMessage(Diagnostic.Kind.ERROR, message, at.lambda(), at.unit());
    }

    /** Reports a failure of the plugin itself. */
    void defect(Throwable defect, @Nullable CompilationUnitTree unit) {
        StringWriter trace = new StringWriter();
        defect.printStackTrace(new PrintWriter(trace));
        String message =
                "Kyoto's compiler failed on this file. Please report it, with the code that brought it about:\n"
                        + trace;
        if (unit == null) {
            throw new IllegalStateException(message, defect);
        }
        Trees.instance(task).printMessage(Diagnostic.Kind.ERROR, message, unit, unit);
    }
}
