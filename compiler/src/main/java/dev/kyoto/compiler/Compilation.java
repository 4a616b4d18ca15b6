package dev.kyoto.compiler;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TaskEvent;
import com.sun.source.util.TaskListener;
import dev.kyoto.compiler.diagnosis.Diagnosis;
import dev.kyoto.compiler.lint.Findings;
import dev.kyoto.compiler.lint.Linter;
import dev.kyoto.compiler.transform.AsyncTypes;
import dev.kyoto.compiler.transform.Transformer;
import dev.kyoto.compiler.transform.UntransformableException;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import javax.annotation.processing.Filer;
import org.jspecify.annotations.Nullable;

/**
 * One run of javac. When a class is analysed, it is checked, and its async blocks are noted; when it is generated, its class
 * file is rewritten.
 *
 * <p>A class without an async block is passed through, and in a run without any only the processor is dismissed. Whatever goes wrong
 * becomes an error of the compilation: an exception out of a listener would crash javac, and what an earlier
 * compilation left of a class that has an async block never stays in its place.
 */
final class Compilation implements TaskListener, ClassFileRewriter {
    /**
     * The compilation of this thread: how the processor, which is made by javac without any tie to the plugin, finds it.
     * Javac is single-threaded. Weak, because a build tool's thread outlives its compilations.
     */
    private static final ThreadLocal<WeakReference<Compilation>> CURRENT = new ThreadLocal<>();

    private final JavacTask task;
    private final Reporter reporter;
    private final Linter linter;
    private final Findings findings = new Findings();
    private final JavacWriter writer;
    private final FilerAccess filerAccess;

    /** Whether javac processes no annotations, neither Kyoto's nor others. */
    private final boolean withoutProcessors;

    /** The ways to the class files that are left to try; the first of them that is open is taken. */
    private final List<ClassFileAccess> ways;

    private final List<String> closedWays = new ArrayList<>();

    /** The source file whose classes are being generated. */
    private @Nullable CompilationUnitTree generated;

    private boolean unreachable;

    /** The ways to the class files that may be tried: all, except in tests. */
    enum Ways {
        ALL,
        WRITER,
        FILER,
        NONE
    }

    Compilation(JavacTask task, Ways allowed) {
        this.task = task;
        reporter = new Reporter(task);
        linter = new Linter(task, findings);
        filerAccess = new FilerAccess(task.getElements(), this, reporter);
        writer = new JavacWriter(task, this);
        withoutProcessors = allowed == Ways.ALL && dismissProcessor();
        ways = new ArrayList<>(
                switch (allowed) {
                    case ALL -> List.of(writer, filerAccess);
                    case WRITER -> List.of(writer);
                    case FILER -> List.of(filerAccess);
                    case NONE -> List.of();
                });
        CURRENT.set(new WeakReference<>(this));
    }

    private boolean dismissProcessor() {
        try {
            return LoneProcessor.dismiss(task, writer);
        } catch (ReflectiveOperationException | RuntimeException outOfReach) {
            return false; // Then it stays, and may be the one way that is left.
        }
    }

    private void parseSilently() {
        try {
            SilentParsing.begin(task, this, writer);
        } catch (ReflectiveOperationException | RuntimeException outOfReach) {
            // Then javac parses as it does for every listener.
        }
    }

    /** Gives the compilation of this thread, if there is one, the {@code Filer} of its processor. */
    static void offer(Filer filer) {
        WeakReference<Compilation> current = CURRENT.get();
        Compilation compilation = current == null ? null : current.get();
        if (compilation != null) {
            compilation.filerAccess.use(filer);
        }
    }

    @Override
    public void started(TaskEvent event) {
        reporter.enter(event.getCompilationUnit());
        if (event.getKind() == TaskEvent.Kind.GENERATE) {
            generated = event.getCompilationUnit();
            guarded(() -> reachClassFiles(event.getCompilationUnit()));
        } else if (event.getKind() == TaskEvent.Kind.COMPILATION && withoutProcessors) {
            parseSilently();
        }
    }

    @Override
    public void finished(TaskEvent event) {
        reporter.enter(event.getCompilationUnit());
        switch (event.getKind()) {
            case ANALYZE -> guarded(() -> analysed(event));
            case GENERATE -> guarded(() -> written(event));
            case COMPILATION -> CURRENT.remove();
            default -> {}
        }
    }

    private void analysed(TaskEvent event) {
        if (event.getTypeElement() != null) {
            linter.check(event.getTypeElement(), event.getCompilationUnit());
            // Tried now, because after this event errors would come too late to stop javac from writing classes.
            reachClassFiles(event.getCompilationUnit());
        }
    }

    private void written(TaskEvent event) {
        if (!unreachable && event.getTypeElement() != null && findings.hasBlocksIn(event.getCompilationUnit())) {
            ways.get(0).written(event.getTypeElement());
        }
    }

    private void reachClassFiles(CompilationUnitTree unit) {
        if (unreachable || !findings.hasBlocksIn(unit)) {
            return;
        }
        while (!ways.isEmpty()) {
            try {
                ways.get(0).open();
                return;
            } catch (ReflectiveOperationException | RuntimeException closed) {
                closedWays.add(String.valueOf(closed));
                ways.remove(0);
            }
        }
        unreachable = true;
        reporter.report(
                Diagnosis.CLASS_FILES,
                "Kyoto cannot reach the class files that javac writes " + closedWays + ". Put kyoto-compiler on the"
                        + " processor path (Maven: annotationProcessorPaths, Gradle: annotationProcessor) and let javac run"
                        + " processors, or pass -J--add-opens for the packages " + JavacWriter.PACKAGES
                        + " of jdk.compiler.",
                findings.anyBlock());
    }

    @Override
    public boolean isWanted() {
        return generated != null && findings.hasBlocksIn(generated);
    }

    @Override
    public Transformer.@Nullable Result rewrite(byte[] classFile) {
        AsyncTypes types = findings.typesIn(Objects.requireNonNull(generated));
        try {
            Transformer.Result result = Transformer.ofClassFiles(types).transform(classFile);
            result.huge().forEach(this::warn);
            return result;
        } catch (UntransformableException cause) {
            reporter.report(
                    cause.diagnosis(), String.valueOf(cause.getMessage()), findings.blockAt(generated, cause.line()));
        } catch (RuntimeException | Error defect) {
            reporter.defect(defect);
        }
        return null;
    }

    private void warn(Transformer.HugeBody body) {
        Findings.Block block = findings.blockAt(generated, body.line());
        if (block != null && !block.mayBeHuge()) {
            reporter.report(
                    Diagnosis.HUGE_BODY,
                    "This async block becomes a method of " + body.bytes()
                            + " bytes, and HotSpot only interprets methods of more than 8000. Move parts of it into async"
                            + " methods of their own.",
                    block);
        }
    }

    private void guarded(Runnable step) {
        try {
            step.run();
        } catch (RuntimeException | LinkageError | StackOverflowError | AssertionError defect) {
            reporter.defect(defect);
        }
    }
}
