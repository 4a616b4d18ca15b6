package dev.kyoto.futures;

/**
 * By what an executor knows a task. Implemented by a future that waits for the end of a task, so that an {@link AwaitTree} can
 * say of which.
 */
public interface TaskIdentity {
    /** A number that no other task of this process has or had. */
    long id();

    /** How the task is called in messages. */
    String name();
}
