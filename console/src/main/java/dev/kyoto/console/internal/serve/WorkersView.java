package dev.kyoto.console.internal.serve;

import dev.kyoto.RuntimeMetrics;
import dev.kyoto.RuntimeMetrics.DriverMetrics;
import dev.kyoto.console.internal.observe.Observatory.Observed;
import dev.kyoto.console.internal.watch.RuntimeWatch;
import dev.kyoto.console.internal.watch.TaskRecord;
import dev.kyoto.console.internal.watch.TaskWatch;
import dev.kyoto.task.BlockedWorker;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** The workers, what they share, and polls that did not end. */
final class WorkersView implements View {
    private static final int MOST_BLOCKAGES = 20;

    @Override
    public void write(Observed observed, Parameters parameters, Json json) {
        RuntimeWatch watch = observed.watch();
        RuntimeMetrics metrics = watch.metrics();
        json.array(
                "workers",
                watch.pulse().workers(),
                worker -> json.object(() -> {
                    json.member("index", worker.index());
                    json.member("state", worker.state().name());
                    json.member("busy", worker.busy());
                    json.member("history", watch.busyHistory(worker.index()));
                    json.member("polls", worker.polls());
                    json.member("slotPolls", worker.slotPolls());
                    json.member("injected", worker.injected());
                    json.member("steals", worker.steals());
                    json.member("overflows", worker.overflows());
                    json.member("budgetYields", worker.budgetYields());
                    json.member("parks", worker.parks());
                    json.member("queued", worker.queueDepth());
                    TaskRecord task = watch.tasks().workers().polled(worker.index());
                    if (task != null) {
                        json.member("task", task.id());
                        json.member("taskName", watch.tasks().nameOf(task));
                    }
                }));
        json.member(
                "channels",
                metrics.drivers().stream().mapToInt(DriverMetrics::channels).sum());
        json.object("blocking", () -> {
            json.member("threads", metrics.blockingThreads());
            json.member("idle", metrics.blockingIdle());
            json.member("active", metrics.blockingActive());
            json.member("queued", metrics.blockingQueued());
            json.member("finished", metrics.blockingFinished());
        });
        List<TaskWatch.Blockage> blockages = new ArrayList<>(watch.tasks().blocked());
        Collections.reverse(blockages);
        long now = watch.tasks().now();
        json.array("blockages", blockages.subList(0, Math.min(MOST_BLOCKAGES, blockages.size())), blockage -> {
            BlockedWorker news = blockage.news();
            boolean lasts = RuntimeWatch.lasts(blockage);
            json.object(() -> {
                json.member("worker", news.worker());
                json.member("thread", news.thread());
                json.member("task", news.taskId());
                json.member("taskName", news.taskName());
                json.member("lasts", lasts);
                json.member("ago", now - blockage.at());
                json.member("duration", news.duration().toNanos() + (lasts ? now - blockage.at() : 0));
                json.member("threadState", news.state().name());
                json.member("lock", news.lock());
                json.array("stack", news.stack(), frame -> json.value(frame.toString()));
            });
        });
    }
}
