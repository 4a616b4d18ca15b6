package dev.kyoto.task;

/**
 * Hears of every failure that would be lost otherwise: of a task that nobody joins, of cleanup code in a task that is
 * being dropped, of a waker. Called on a thread of the runtime, so it must not block; what it throws itself is logged.
 */
@FunctionalInterface
public interface UncaughtHandler {
    /**
     * @param origin what failed, in words: {@code task 17 (com.example.Echo.echo, Echo.java:12)}
     * @param failure what it threw
     */
    void uncaught(String origin, Throwable failure);
}
