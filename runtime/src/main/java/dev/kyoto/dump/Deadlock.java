package dev.kyoto.dump;

import dev.kyoto.futures.Resource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Tasks that wait for each other, in a circle, and none of which can go on: each waits for what the next one holds, and the last
 * for what the first one holds. A task that waits for itself is a circle of one.
 *
 * <p><b>What counts.</b> Waits for a {@code Mutex}, an {@code RwLock} (to write; to read, while somebody writes), the
 * value of a {@code OnceCell}, and the end of a task. The holder of a lock is who has the open guard in a local variable of
 * a suspended async block, or is inside of {@code withLock} and its like. A wait in a branch counts if the future above
 * cannot go on without that branch: in a {@code join} any branch, in a {@code select} only if every branch waits in vain. A
 * timeout can always go on, and so can what waits for a channel, a notification or a semaphore, since it cannot be known
 * who will help.
 *
 * <p><b>No false alarm.</b> All tasks of the circle, and those that it rests on, were seen idle twice, with no poll in
 * between and what they hold still held: there was a moment at which all that is said here was true at once. (A task can be
 * aborted, of course, and a guard that a thread of your own has as well can be closed by that.)
 *
 * <p><b>Not found</b> are circles through guards that are kept in fields or collections, through streams, through another
 * runtime, and through readers that wait behind a writer.
 *
 * @param waits in the order of the circle
 */
public record Deadlock(List<Wait> waits) {
    /**
     * One task of the circle.
     *
     * @param task its id
     * @param name its name
     * @param resource what it waits for, which the next task of the circle holds, or is
     * @param at the line at which it waits; null if no async block does
     * @param heldAt where the next task stands that holds the resource: the line of the block that has the guard; null if the
     *     resource is the end of that task
     */
    public record Wait(
            long task,
            String name,
            Resource resource,
            @Nullable StackTraceElement at,
            @Nullable StackTraceElement heldAt) {}
}
