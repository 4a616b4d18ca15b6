package dev.kyoto.compiler.transform;

import java.lang.invoke.CallSite;
import java.lang.invoke.ConstantCallSite;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.nio.charset.StandardCharsets;

/**
 * Never called where it is: {@link EmbeddedHolders} copies its method into classes whose holders have no class files. There
 * it needs no class that the user's loader or module might not see.
 */
final class HolderLinker {
    private HolderLinker() {}

    /**
     * Bootstrap method of a lambda expression: defines the holder, beside the class of {@code lookup}, and links to its
     * method {@code name}.
     *
     * @param holder the name of the holder
     * @param classFile its bytes, a character each, in parts
     */
    static CallSite link(MethodHandles.Lookup lookup, String name, MethodType type, String holder, String... classFile)
            throws ReflectiveOperationException {
        Class<?> defined;
        try {
            defined = lookup.defineClass(String.join("", classFile).getBytes(StandardCharsets.ISO_8859_1));
        } catch (LinkageError failure) {
            try {
                // Another thread, or an equal lambda elsewhere in the class, was first.
                defined = lookup.findClass(holder);
            } catch (ClassNotFoundException none) {
                throw failure;
            }
        }
        return new ConstantCallSite(lookup.findStatic(defined, name, type));
    }
}
