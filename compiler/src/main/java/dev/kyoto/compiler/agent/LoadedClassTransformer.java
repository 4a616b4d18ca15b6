package dev.kyoto.compiler.agent;

import dev.kyoto.compiler.transform.Transformer;
import dev.kyoto.compiler.transform.UntransformableException;
import java.lang.instrument.ClassFileTransformer;
import java.security.ProtectionDomain;
import java.util.Collections;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Transforms classes while they are loaded.
 *
 * <p>The JVM ignores whatever a transformer throws, and goes on with the class as it was. So a class with a block that cannot
 * be compiled becomes one that fails when it is initialised, with the error that javac would have shown.
 */
final class LoadedClassTransformer implements ClassFileTransformer {
    /** What is known of the types that each loader sees. Weak, because an application server drops loaders. */
    private final Map<ClassLoader, Map<String, Kinship>> kinship = Collections.synchronizedMap(new WeakHashMap<>());

    private final ClassLoader platform = ClassLoader.getPlatformClassLoader();

    @Override
    public byte @Nullable [] transform(
            @Nullable ClassLoader loader,
            @Nullable String name,
            @Nullable Class<?> redefined,
            @Nullable ProtectionDomain domain,
            byte[] classFile) {
        if (loader == null || loader == platform || isKyotosOwn(name) || !Transformer.mayHaveLambdas(classFile)) {
            return null;
        }
        try {
            byte[] transformed = transformerFor(loader).transform(classFile).main();
            return transformed == classFile ? null : transformed;
        } catch (UntransformableException cause) {
            return FailingClass.of(classFile, String.valueOf(cause.getMessage()), cause.line());
        } catch (RuntimeException | Error defect) {
            return FailingClass.of(classFile, defect);
        }
    }

    /** The futures pass plain functions as handlers of {@code select}, which is the library's privilege. */
    private static boolean isKyotosOwn(@Nullable String name) {
        return name != null && name.startsWith("dev/kyoto/futures/");
    }

    private Transformer transformerFor(ClassLoader loader) {
        Map<String, Kinship> known = kinship.computeIfAbsent(loader, any -> new ConcurrentHashMap<>());
        return Transformer.ofClassesBeingLoaded(new LoadedTypes(loader, known));
    }
}
