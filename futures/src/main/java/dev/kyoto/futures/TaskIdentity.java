package dev.kyoto.futures;

/**
 * By what an executor knows a task. The waker of a task implements it where a task has a number and a name, so that a lock can
 * say who holds it; so does a future that waits for the end of a task.
 */
public interface TaskIdentity {
    /** A number that no other task of this process has or had. */
    long id();

    /** How the task is called in messages. */
    String name();
}
