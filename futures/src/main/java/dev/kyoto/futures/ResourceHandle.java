package dev.kyoto.futures;

import org.jspecify.annotations.Nullable;

/**
 * The right to something that others wait for, kept until it is given back: the guard of a lock, a permit. An
 * {@link AwaitTree} finds it among the local variables of a suspended block, and says that the block holds it.
 */
public interface ResourceHandle {
    /**
     * What is held; null once it was given back. Called by any thread, at any time: it reads fields, and takes no lock.
     */
    @Nullable Resource resource();
}
