package dev.kyoto.compiler.agent;

import dev.kyoto.compiler.transform.AsyncTypes;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import org.objectweb.asm.ClassReader;

/**
 * Reads the class hierarchy from class files, as resources of a loader. Nothing is loaded: a class that is loaded while
 * another one is being transformed is not given to any transformer.
 */
final class LoadedTypes implements AsyncTypes {
    private final ClassLoader loader;
    private final Map<String, Kinship> known;

    LoadedTypes(ClassLoader loader, Map<String, Kinship> known) {
        this.loader = loader;
        this.known = known;
    }

    /** An interface that is not found is taken for none of Kyoto's; if it is one, its blocks fail when they are started. */
    @Override
    public boolean isAsyncCode(String internalName) {
        return kinship(internalName).isAsyncCode();
    }

    /** Asked of all types whose {@code await()} an async block calls. */
    @Override
    public boolean isFuture(String internalName) {
        Kinship kinship = kinship(internalName);
        if (!kinship.isFuture() && !kinship.isFound()) {
            throw new IllegalStateException(
                    "await() of " + internalName.replace('/', '.') + " is called in an async block, and"
                            + " Kyoto's agent cannot tell whether that is a future: " + loader
                            + " does not give out the class files"
                            + " of it and of all that it extends as resources. Compile the class with javac and Kyoto's plugin.");
        }
        return kinship.isFuture();
    }

    private Kinship kinship(String name) {
        Kinship kinship = known.get(name);
        if (kinship == null) {
            kinship = find(name);
            known.put(name, kinship);
        }
        return kinship;
    }

    private Kinship find(String name) {
        if (name.equals("dev/kyoto/futures/Future")) {
            return Kinship.FUTURE;
        } else if (name.equals("dev/kyoto/futures/AsyncCode")) {
            return Kinship.ASYNC_CODE;
        } else if (name.startsWith("java/")) {
            return Kinship.NONE;
        }
        try (InputStream file = loader.getResourceAsStream(name + ".class")) {
            return file == null ? Kinship.UNKNOWN : ofSupertypes(new ClassReader(file));
        } catch (IOException | RuntimeException unreadable) {
            return Kinship.UNKNOWN;
        }
    }

    private Kinship ofSupertypes(ClassReader type) {
        Kinship kinship = type.getSuperName() == null ? Kinship.NONE : kinship(type.getSuperName());
        for (String extended : type.getInterfaces()) {
            kinship = kinship.and(kinship(extended));
        }
        return kinship;
    }
}
