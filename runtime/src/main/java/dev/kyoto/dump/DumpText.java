package dev.kyoto.dump;

import dev.kyoto.futures.AwaitTree;
import dev.kyoto.futures.Resource;
import dev.kyoto.internal.time.ShortDuration;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** {@link RuntimeDump#toString}. What needs attention first, then what is most. */
final class DumpText {
    /** Of a thread that polls a task, the innermost frames: the program's own lines are among them, nearly always. */
    private static final int FRAMES = 24;

    /** From these on there is only how Kyoto comes to run the program's code. */
    private static final Set<String> CALLERS =
            Set.of("dev.kyoto.internal.scheduler.Task", "dev.kyoto.internal.blocking.BlockingJob");

    private static final int IDS = 5;

    private final RuntimeDump dump;
    private final Map<Long, List<Resource.Holder>> holders;
    private final StringBuilder out = new StringBuilder();

    DumpText(RuntimeDump dump) {
        this.dump = dump;
        this.holders = dump.resources().stream().collect(Collectors.toMap(ResourceDump::id, ResourceDump::holders));
    }

    String write() {
        head();
        dump.deadlocks().forEach(this::deadlock);
        line("Workers");
        dump.workers().forEach(this::worker);
        blockingJobs();
        line("Tasks");
        TaskGroup.of(dump.tasks()).forEach(this::group);
        if (dump.omitted() > 0) {
            line("  … and ", count(dump.omitted(), "task"), " beyond the limit");
        }
        return out.toString();
    }

    private void head() {
        line(
                "Runtime ",
                dump.runtime(),
                dump.closing() ? ", which is ending," : "",
                " at ",
                dump.takenAt().truncatedTo(ChronoUnit.MILLIS).toString(),
                ": ",
                count(dump.workers().size(), "worker"),
                ", ",
                count(dump.liveTasks(), "task"),
                dump.tasks().size() == dump.liveTasks()
                        ? ""
                        : ", of which " + number(dump.tasks().size()) + " are here",
                dump.deadlocks().isEmpty() ? "" : ", " + count(dump.deadlocks().size(), "DEADLOCK"));
        line();
    }

    // ---- deadlocks

    private void deadlock(Deadlock deadlock) {
        List<Deadlock.Wait> waits = deadlock.waits();
        line(
                waits.size() == 1
                        ? "DEADLOCK: a task waits for itself"
                        : "DEADLOCK: " + waits.size() + " tasks wait for each other");
        for (int i = 0; i < waits.size(); i++) {
            Deadlock.Wait wait = waits.get(i);
            Deadlock.Wait next = waits.get((i + 1) % waits.size());
            line("  task ", Long.toString(wait.task()), " (", wait.name(), ")");
            boolean end = wait.resource().kind().equals(Resource.TASK);
            line(
                    "    waits for ",
                    end ? "the end of task " + next.task() : wait.resource().reference(),
                    at(wait.at()));
            if (!end) {
                line("    which task ", Long.toString(next.task()), " holds", at(wait.heldAt()));
            }
        }
        line();
    }

    private static String at(@Nullable StackTraceElement position) {
        return position == null ? "" : ", at " + position;
    }

    // ---- threads

    private void worker(WorkerDump worker) {
        String thread = worker.thread() == null ? "" : " on " + worker.thread();
        String what = switch (worker.state()) {
            case POLLING ->
                "polls task " + worker.task()
                        + (worker.inPoll().isZero() ? "" : ", for " + duration(worker.inPoll()))
                        + threadState(worker.threadState(), worker.lock());
            case AWAKE -> "awake, between two tasks";
            case ASLEEP -> "asleep";
            case SPARE -> "spare";
            case AWAY -> "driven by no thread at the moment";
        };
        line(
                "  ",
                Integer.toString(worker.index()),
                thread,
                ": ",
                what,
                worker.queued() == 0 ? "" : ", " + number(worker.queued()) + " queued");
        stack(worker.stack());
        if (worker.index() == dump.workers().size() - 1) {
            line();
        }
    }

    private void blockingJobs() {
        if (dump.blockingJobs().isEmpty()) {
            return;
        }
        line("Blocking jobs");
        for (BlockingJobDump job : dump.blockingJobs()) {
            line(
                    "  task ",
                    Long.toString(job.id()),
                    " (",
                    job.name(),
                    ") on ",
                    job.thread(),
                    ", for ",
                    duration(job.runsFor()),
                    threadState(job.threadState(), job.lock()));
            stack(job.stack());
        }
        line();
    }

    private static String threadState(Thread.@Nullable State state, @Nullable String lock) {
        return (state == null ? "" : ", " + state) + (lock == null ? "" : " for " + lock);
    }

    private void stack(List<StackTraceElement> stack) {
        int end = 0;
        while (end < stack.size() && !CALLERS.contains(stack.get(end).getClassName())) {
            end++;
        }
        stack.stream().limit(Math.min(end, FRAMES)).forEach(frame -> line("      at ", text(frame)));
        if (end > FRAMES) {
            line("      … ", number(end - FRAMES), " more");
        }
    }

    /** Without class loader and module, as await trees have it. */
    private static String text(StackTraceElement frame) {
        return new StackTraceElement(
                        frame.getClassName(), frame.getMethodName(), frame.getFileName(), frame.getLineNumber())
                .toString();
    }

    // ---- tasks

    private void group(TaskGroup group) {
        TaskDump first = group.first();
        int size = group.size();
        String site = first.spawnSite().equals(first.name()) ? "" : ", " + first.spawnSite();
        if (size == 1) {
            line(
                    "  task ",
                    Long.toString(first.id()),
                    " (",
                    first.name(),
                    ")",
                    site,
                    ": ",
                    state(first),
                    ", ",
                    duration(first.age()),
                    " old, ",
                    count(first.polls(), "poll"));
        } else {
            line(
                    "  × ",
                    number(size),
                    " tasks like this (",
                    first.name(),
                    ")",
                    site,
                    ": ",
                    state(first),
                    ", ",
                    group.span());
            line("    ids ", group.ids(IDS));
        }
        List<AwaitTree.Line> lines = first.awaits().lines();
        for (int i = 0; i < lines.size(); i++) {
            AwaitTree.Line text = lines.get(i);
            line(
                    "    ",
                    text.toString(),
                    seenWith(text.future().resource()),
                    group.isSameForAll(i) ? "" : " (of the first)");
        }
        line();
    }

    /** Who has the lock, if it does not say so itself. */
    private String seenWith(@Nullable Resource resource) {
        if (resource == null || !resource.needsHolders() || !resource.holders().isEmpty()) {
            return "";
        }
        return holders.getOrDefault(resource.id(), List.of()).stream()
                .map(holder -> ", but seen with " + holder)
                .collect(Collectors.joining());
    }

    private static String state(TaskDump task) {
        return switch (task.state()) {
            case IDLE -> "idle";
            case SCHEDULED -> "waits for a worker";
            case RUNNING -> task.worker() < 0 ? "running" : "running on worker " + task.worker();
            case DROPPING -> "being dropped";
        };
    }

    // ---- words

    static String duration(Duration duration) {
        // Longer than a long has nanoseconds for: three centuries.
        return ShortDuration.text(TimeUnit.NANOSECONDS.convert(duration));
    }

    static String count(long number, String what) {
        return number(number) + " " + what + (number == 1 ? "" : what.equals("DEADLOCK") ? "S" : "s");
    }

    static String number(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    private void line(String... parts) {
        for (String part : parts) {
            out.append(part);
        }
        out.append('\n');
    }
}
