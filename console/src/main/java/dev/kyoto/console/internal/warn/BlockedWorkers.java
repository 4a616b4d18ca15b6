package dev.kyoto.console.internal.warn;

import dev.kyoto.console.internal.watch.RuntimeWatch;
import dev.kyoto.console.internal.watch.TaskWatch.Blockage;
import dev.kyoto.task.BlockedWorker;
import java.util.function.Consumer;

/** A worker that does not come back from a poll. The runtime notices by itself; what is over is shown a little longer. */
final class BlockedWorkers implements Rule {
    /** Long enough to be read, once it is over. */
    private static final long SHOWN_NANOS = 15_000_000_000L;

    /** Polls that took less are told of, but are over before anybody could look. */
    private static final long LONG_NANOS = 100_000_000L;

    @Override
    public void check(RuntimeWatch watch, long now, Consumer<Warning> found) {
        for (Blockage blockage : watch.tasks().blocked()) {
            BlockedWorker news = blockage.news();
            boolean lasts = RuntimeWatch.lasts(blockage);
            long nanos = news.duration().toNanos() + (lasts ? now - blockage.at() : 0);
            if (nanos < LONG_NANOS || !lasts && now - blockage.at() > SHOWN_NANOS) {
                continue;
            }
            StackTraceElement line = news.line();
            found.accept(new Warning(
                    Warning.Kind.BLOCKED_WORKER,
                    news.taskId(),
                    news.taskName(),
                    "It " + (lasts ? "has been holding" : "held") + " worker " + news.worker() + " in one poll for "
                            + Words.seconds(nanos) + ", " + words(news.state())
                            + (line == null ? "" : " at " + Words.line(line))
                            + (news.lock() == null ? "" : ", waiting for " + news.lock()) + ".",
                    news.stack().stream().map(StackTraceElement::toString).toList()));
        }
    }

    private static String words(Thread.State state) {
        return switch (state) {
            case RUNNABLE -> "running";
            case BLOCKED -> "blocked at a monitor";
            case WAITING, TIMED_WAITING -> "waiting";
            default -> state.toString();
        };
    }
}
