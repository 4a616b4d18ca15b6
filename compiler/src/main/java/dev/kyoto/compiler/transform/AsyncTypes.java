package dev.kyoto.compiler.transform;

/** Which types a class file speaks of are async. The answer needs the class hierarchy, which a class file does not hold. */
public interface AsyncTypes {
    /** Before the name of a maker: its future is the branch of a select that the block at that line handles. */
    String BRANCH = "on ";

    /** Whether the functional interface of this internal name is marked as an async block. */
    boolean isAsyncCode(String internalName);

    /** Whether the type of this internal name is a future. */
    boolean isFuture(String internalName);

    /**
     * What is said of the cancel safety of a future that is awaited in the source file of the class: {@code "s"} if it is
     * cancel safe, {@code "u"} if it is not, empty if that is not known.
     *
     * @param maker the name of the method whose call yields the future
     * @param line at which it is awaited
     */
    default String cancelMark(String maker, int line) {
        return "";
    }
}
