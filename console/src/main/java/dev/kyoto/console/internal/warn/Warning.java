package dev.kyoto.console.internal.warn;

import java.util.List;

/**
 * Something that is wrong, or looks very much like it.
 *
 * @param task the task that it is about, or 0
 * @param subject what it is about, in words: with {@code kind} and {@code task} it tells one warning from another
 * @param text what was seen, in one sentence
 * @param stack where; may be empty
 */
public record Warning(Kind kind, long task, String subject, String text, List<String> stack) {
    /** What kinds there are. */
    public enum Kind {
        BLOCKED_WORKER(
                "Blocked worker",
                "Move code that blocks into spawnBlocking(() -> …).await(), and let a long loop give way with yieldNow().await()."),
        NEVER_YIELDED(
                "Never yielded",
                "Let the loop give way with yieldNow().await() now and then, or run it in spawnBlocking(() -> …)."),
        SELF_WAKING(
                "Wakes itself",
                "Await what the task waits for instead of asking again and again: a channel, a notification, sleep(…)."),
        LOST_WAKER(
                "Lost waker",
                "A poll() that returns pending must have handed cx.waker() to whoever will wake the task."),
        DEADLOCK(
                "Deadlock",
                "Take the locks in the same order everywhere, or let go of the first before awaiting the second."),
        UNPOLLED_LOCK(
                "Lock held, not polled",
                "A future that holds a lock must be polled until it lets go: await it, or drop it, before the task waits for something"
                        + " else."),
        LEAKED_HANDLE("Leaked handle", "Close it: use try (var … = …) around the code that needs it."),
        TASK_LEAK(
                "Task leak",
                "Give the tasks an end: a scope(…) or JoinSet that awaits or aborts them, or a timeout around what they wait for.");

        private final String title;
        private final String cure;

        Kind(String title, String cure) {
            this.title = title;
            this.cure = cure;
        }

        public String title() {
            return title;
        }

        /** What to do about it, in one sentence. */
        public String cure() {
            return cure;
        }
    }
}
