package dev.kyoto.compiler;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TaskEvent;
import com.sun.source.util.TaskListener;
import dev.kyoto.compiler.lint.Findings;
import dev.kyoto.compiler.lint.Linter;
import dev.kyoto.compiler.transform.Transformer;
import dev.kyoto.compiler.transform.UntransformableException;
import org.jspecify.annotations.Nullable;

/**
 * One run of javac. When a class is analysed, it is checked, and its async blocks are noted; when it is generated, its class
 * file is rewritten on its way out.
 *
 * <p>A class without an async block is passed through, and a run without any is not touched at all. Whatever goes wrong
 * becomes an error of the compilation: an exception out of a listener would crash javac, and a class file whose async blocks
 * are not compiled is never written.
 */
final class Compilation implements TaskListener, ClassFileRewriter {
    private final Reporter reporter;
    private final Linter linter;
    private final Findings findings = new Findings();
    private final Transformer transformer = new Transformer(findings);
    private final JavacWriter writer;

    /** The source file whose classes are being generated. */
    private @Nullable CompilationUnitTree generated;

    private boolean unreachable;

    Compilation(JavacTask task) {
        reporter = new Reporter(task);
        linter = new Linter(task);
        writer = new JavacWriter(task, this);
    }

    @Override
    public void started(TaskEvent event) {
        if (event.getKind() == TaskEvent.Kind.GENERATE && findings.hasBlocks() && !unreachable) {
            generated = event.getCompilationUnit();
            guarded(generated, this::openWriter);
        }
    }

    @Override
    public void finished(TaskEvent event) {
        if (event.getKind() == TaskEvent.Kind.ANALYZE && event.getTypeElement() != null) {
            CompilationUnitTree unit = event.getCompilationUnit();
            guarded(unit, () -> {
                linter.check(event.getTypeElement(), unit, findings);
                // Tried now, because after this event errors would come too late to stop javac from writing classes.
                if (findings.hasBlocks() && !unreachable) {
                    openWriter();
                }
            });
        }
    }

    private void openWriter() throws Exception {
        try {
            writer.open();
        } catch (ReflectiveOperationException | RuntimeException closed) {
            unreachable = true;
            reporter.error(
                    "Kyoto cannot reach the class files that javac writes (" + closed + "). Put kyoto-compiler on the"
                            + " processor path (Maven: annotationProcessorPaths, Gradle: annotationProcessor), or pass"
                            + " -J--add-opens for the packages " + JavacWriter.PACKAGES + " of jdk.compiler.",
                    findings.anyBlock());
        }
    }

    @Override
    public Transformer.@Nullable Result rewrite(byte[] classFile) {
        try {
            return transformer.transform(classFile);
        } catch (UntransformableException cause) {
            reporter.error(String.valueOf(cause.getMessage()), findings.blockAt(generated, cause.line()));
        } catch (RuntimeException | Error defect) {
            reporter.defect(defect, generated);
        }
        return null;
    }

    private void guarded(@Nullable CompilationUnitTree unit, Step step) {
        try {
            step.run();
        } catch (Exception | LinkageError | StackOverflowError | AssertionError defect) {
            reporter.defect(defect, unit);
        }
    }

    private interface Step {
        void run() throws Exception;
    }
}
