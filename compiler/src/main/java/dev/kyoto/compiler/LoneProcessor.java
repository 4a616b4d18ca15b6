package dev.kyoto.compiler;

import com.sun.source.util.JavacTask;
import java.lang.reflect.Field;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import javax.annotation.processing.Processor;

/**
 * Keeps javac from processing annotations for {@link FilerProcessor} alone, where {@link JavacWriter} does without it.
 *
 * <p>As soon as there is a processor, any, javac keeps every comment and the end of every tree, and enters all classes twice:
 * a seventh of the whole compilation of 1,000 classes in the interpreter, far more than all that Kyoto does there itself.
 * Nothing else is lost: other processors, and whatever options speak of processing, leave all as it is.
 */
final class LoneProcessor {
    private static final List<String> ABOUT_PROCESSING = List.of("-processor", "-proc:only", "-proc:full", "-Xprint");

    private LoneProcessor() {}

    /**
     * To be called before javac looks for processors, that is, when the plugin starts.
     *
     * @return whether javac now processes no annotations
     * @throws ReflectiveOperationException if javac's internals are not to be reached, or have changed
     */
    static boolean dismiss(JavacTask task, JavacWriter writer) throws ReflectiveOperationException {
        writer.prepare();
        Object context = writer.context();
        Class<?> optionsClass = JavacWriter.javac("util.Options");
        Object options =
                optionsClass.getMethod("instance", JavacWriter.contextClass()).invoke(null, context);
        var isSet = optionsClass.getMethod("isSet", String.class);
        for (String option : ABOUT_PROCESSING) {
            if ((boolean) isSet.invoke(options, option)) {
                return false;
            }
        }
        if (hasGivenProcessors(task) || !isAlone(LoneProcessor.class.getClassLoader())) {
            return false;
        }
        optionsClass.getMethod("put", String.class, String.class).invoke(options, "-proc:none", "-proc:none");
        return true;
    }

    /** Whether a program that calls javac gave it processors: then javac does not look for others. */
    private static boolean hasGivenProcessors(JavacTask task) throws ReflectiveOperationException {
        Class<?> taskClass = JavacWriter.javac("api.JavacTaskImpl");
        if (!taskClass.isInstance(task)) {
            return false;
        }
        Field processors = taskClass.getDeclaredField("processors");
        processors.setAccessible(true);
        return processors.get(task) != null;
    }

    /** Whether Kyoto's is the only processor that the loader finds; false also if others are there but cannot be loaded. */
    static boolean isAlone(ClassLoader loader) {
        try {
            return ServiceLoader.load(Processor.class, loader).stream()
                    .allMatch(provider -> provider.type() == FilerProcessor.class);
        } catch (ServiceConfigurationError notLoadable) {
            return false;
        }
    }
}
