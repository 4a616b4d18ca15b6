package dev.kyoto.compiler.transform;

/** Which types a class file speaks of are async. The answer needs the class hierarchy, which a class file does not hold. */
public interface AsyncTypes {
    /** Whether the functional interface of this internal name is marked as an async block. */
    boolean isAsyncCode(String internalName);

    /** Whether the type of this internal name is a future. */
    boolean isFuture(String internalName);
}
