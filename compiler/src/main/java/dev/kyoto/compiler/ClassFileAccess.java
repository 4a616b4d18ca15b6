package dev.kyoto.compiler;

import javax.lang.model.element.TypeElement;

/** One way to the class files that javac writes. */
interface ClassFileAccess {
    /**
     * Finds out whether this way is open, and takes it: from now on each class file comes to the rewriter. Repeated before
     * every class of a source file with async blocks, because what was set up can be undone by others; does nothing if all is as it was left.
     *
     * @throws ReflectiveOperationException if this way is closed; the message says why
     */
    void open() throws ReflectiveOperationException;

    /** Called when javac has written the file of {@code type}. */
    default void written(TypeElement type) {}
}
