package dev.kyoto.futures;

/**
 * Unwinds a compiled block that was dropped: thrown at the {@code await} where the block stands, so that {@code finally}
 * blocks and resources run. An {@link Error}, so that {@code catch (Exception e)} never sees it; it carries no stack
 * trace. User code has no reason to catch it, and none to throw it.
 */
@SuppressWarnings("serial") // never leaves the thread that drops the block
public final class Cancelled extends Error {
    Cancelled() {
        // Suppression stays on: a resource that fails to close while unwinding is recorded here and then reported.
        super("This async block was cancelled.", null, true, false);
    }
}
