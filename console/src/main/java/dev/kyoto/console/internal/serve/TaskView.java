package dev.kyoto.console.internal.serve;

import dev.kyoto.console.internal.observe.Observatory.Observed;
import dev.kyoto.console.internal.watch.Histogram;
import dev.kyoto.console.internal.watch.TaskRecord;
import dev.kyoto.console.internal.watch.TaskWatch;
import org.jspecify.annotations.Nullable;

/** One task. Parameter: {@code id}. */
final class TaskView implements View {
    @Override
    public void write(Observed observed, Parameters parameters, Json json) {
        TaskWatch tasks = observed.watch().tasks();
        long id = parameters.number("id", 0);
        TaskRecord task = tasks.find(id);
        json.member("id", id);
        json.member("known", task != null);
        if (task != null) {
            long now = tasks.now();
            json.object("summary", () -> TasksView.summary(tasks, task, now, json));
            json.member("inPoll", task.inPollSince(now));
            if (task.lastPollEnded() != TaskRecord.NEVER) {
                json.member("sincePoll", Math.max(0, now - task.lastPollEnded()));
            }
            histogram("pollTimes", task.pollTimes(), json);
            histogram("scheduledTimes", task.scheduledTimes(), json);
        }
        observed.watch().dumps().of(id).tasks().forEach(dump -> {
            json.member("name", dump.name());
            json.member("dumpedState", dump.state().name());
            json.member("age", dump.age().toNanos());
            json.member("allPolls", dump.polls());
            json.object("awaits", () -> Trees.write(dump.awaits(), json));
        });
        json.array(
                "warnings",
                observed.inspector().found().stream()
                        .filter(found -> found.warning().task() == id)::iterator,
                found -> WarningsView.write(found, observed, json));
    }

    private static void histogram(String name, @Nullable Histogram histogram, Json json) {
        if (histogram == null) {
            return;
        }
        int[] counts = histogram.counts();
        json.object(name, () -> {
            json.member("first", Histogram.upperBound(0));
            json.member("counts", counts);
            json.member("median", Histogram.percentile(counts, 0.5));
            json.member("p90", Histogram.percentile(counts, 0.9));
            json.member("p99", Histogram.percentile(counts, 0.99));
            json.member("most", Histogram.percentile(counts, 1));
        });
    }
}
