package dev.kyoto.compiler;

import java.util.Set;
import javax.annotation.processing.AbstractProcessor;
import javax.annotation.processing.ProcessingEnvironment;
import javax.annotation.processing.RoundEnvironment;
import javax.lang.model.SourceVersion;
import javax.lang.model.element.TypeElement;

/**
 * Processes no annotation: javac hands a {@code Filer} to processors alone, and this one passes it on to the plugin.
 *
 * <p>No annotation is claimed that another processor could want. Where there is no other, javac would process nothing if it
 * were not for this class, and would complain of nothing; so that it stays silent, under {@code -Xlint:processing} too,
 * this class then answers for every annotation and option. One warning is left: that source files found on the source path
 * were not processed, where nothing is said with {@code -implicit}.
 */
public final class FilerProcessor extends AbstractProcessor {
    private boolean alone;

    @Override
    public synchronized void init(ProcessingEnvironment environment) {
        super.init(environment);
        alone = LoneProcessor.isAlone(getClass().getClassLoader());
        Compilation.offer(environment.getFiler());
    }

    @Override
    public Set<String> getSupportedAnnotationTypes() {
        return alone ? Set.of("*") : Set.of();
    }

    @Override
    public Set<String> getSupportedOptions() {
        return alone ? processingEnv.getOptions().keySet() : Set.of();
    }

    @Override
    public SourceVersion getSupportedSourceVersion() {
        return SourceVersion.latestSupported();
    }

    @Override
    public boolean process(Set<? extends TypeElement> annotations, RoundEnvironment round) {
        return alone;
    }
}
