package dev.kyoto.compiler;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.Trees;
import dev.kyoto.compiler.diagnosis.Diagnosis;
import dev.kyoto.compiler.lint.Findings;
import java.io.PrintWriter;
import java.io.StringWriter;
import javax.tools.Diagnostic;
import org.jspecify.annotations.Nullable;

/** Reports errors that are about the compilation rather than about the code. */
final class Reporter {
    private final JavacTask task;
    private @Nullable CompilationUnitTree unit;

    Reporter(JavacTask task) {
        this.task = task;
    }

    /** Remembers the source file that javac is at: errors that have no better place are reported there. */
    void enter(@Nullable CompilationUnitTree entered) {
        unit = entered == null ? unit : entered;
    }

    /** Reports at a block or, without one, at the source file that javac is at. */
    void report(Diagnosis diagnosis, String message, Findings.@Nullable Block at) {
        if (at == null) {
            report(diagnosis, message);
        } else {
            print(diagnosis, message, at.lambda(), at.unit());
        }
    }

    /** Reports at the source file that javac is at. */
    void report(Diagnosis diagnosis, String message) {
        if (unit == null) {
            // Before javac has read anything. It then shows the message, under a text about crashes.
            throw new IllegalStateException(diagnosis.text(message));
        }
        print(diagnosis, message, unit, unit);
    }

    /** Reports a failure of the plugin itself. */
    void defect(Throwable defect) {
        StringWriter trace = new StringWriter();
        defect.printStackTrace(new PrintWriter(trace));
        report(
                Diagnosis.DEFECT,
                "Kyoto's compiler failed on this file. Please report it, with the code that brought it about:\n"
                        + trace);
    }

    private void print(Diagnosis diagnosis, String message, Tree tree, CompilationUnitTree root) {
        Diagnostic.Kind kind = diagnosis.isError() ? Diagnostic.Kind.ERROR : Diagnostic.Kind.WARNING;
        Trees.instance(task).printMessage(kind, diagnosis.text(message), tree, root);
    }
}
