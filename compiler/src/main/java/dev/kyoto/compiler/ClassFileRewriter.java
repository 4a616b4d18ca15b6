package dev.kyoto.compiler;

import dev.kyoto.compiler.transform.Transformer;
import org.jspecify.annotations.Nullable;

/** Rewrites a class file that javac is about to write. */
interface ClassFileRewriter {
    /** Whether the class that javac is about to write comes from a source file with async blocks. */
    boolean isWanted();

    /** What is to be written instead, or null for nothing, because an error was reported. Never throws. */
    Transformer.@Nullable Result rewrite(byte[] classFile);
}
