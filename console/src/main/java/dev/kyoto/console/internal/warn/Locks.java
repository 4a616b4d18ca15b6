package dev.kyoto.console.internal.warn;

import dev.kyoto.console.internal.watch.RuntimeWatch;
import dev.kyoto.dump.Deadlock;
import dev.kyoto.dump.RuntimeDump;
import dev.kyoto.dump.TaskDump;
import dev.kyoto.futures.AwaitTree;
import dev.kyoto.futures.Resource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Locks that nobody will let go of: circles of waiting tasks, which the dump names, and locks that are held by a future which its
 * task does not poll.
 *
 * <p><b>Held, not polled.</b> Somebody waits for a lock. The task that took it is idle, and in nothing that it waits for is the
 * lock held: so the future that holds it is put aside, like a pinned one that lost a {@code select}, or the guard is in a field.
 * Seen twice, {@value #PATIENCE_SECONDS} seconds apart, it is said.
 *
 * <p>A dump is taken for it every few seconds, and only while somebody looks.
 */
final class Locks implements Rule {
    static final int PATIENCE_SECONDS = 3;

    private static final long PATIENCE_NANOS = PATIENCE_SECONDS * 1_000_000_000L;
    private static final long LOOKED_AT_NANOS = 15_000_000_000L;

    private record Held(long task, String kind, long resource) {}

    private final Map<Held, Long> suspects = new HashMap<>();
    private List<Warning> last = List.of();
    private long dumpedAt = Long.MIN_VALUE;

    @Override
    public void check(RuntimeWatch watch, long now, Consumer<Warning> found) {
        if (!watch.dumps().isLookedAt(LOOKED_AT_NANOS)) {
            last = List.of();
            suspects.clear();
        } else if (dumpedAt == Long.MIN_VALUE || now - dumpedAt >= PATIENCE_NANOS) {
            dumpedAt = now;
            last = check(watch.dumps().recent(), now);
        }
        last.forEach(found);
    }

    List<Warning> check(RuntimeDump dump, long now) {
        List<Warning> all = new ArrayList<>();
        dump.deadlocks().forEach(deadlock -> all.add(circle(deadlock)));
        Set<Held> still = new HashSet<>();
        Map<Long, TaskDump> tasks = new HashMap<>();
        dump.tasks().forEach(task -> tasks.put(task.id(), task));
        for (TaskDump waiting : dump.tasks()) {
            waitedFor(waiting.awaits(), resource -> {
                for (Resource.Holder holder : resource.holders()) {
                    TaskDump holding = tasks.get(holder.task());
                    if (holding != null
                            && holding.state() == TaskDump.State.IDLE
                            && !holds(holding.awaits(), resource)) {
                        Held held = new Held(holding.id(), resource.kind(), resource.id());
                        if (still.add(held) && now - suspects.computeIfAbsent(held, unknown -> now) >= PATIENCE_NANOS) {
                            all.add(unpolled(holding, waiting, resource));
                        }
                    }
                }
            });
        }
        suspects.keySet().retainAll(still);
        return all;
    }

    private static void waitedFor(AwaitTree tree, Consumer<Resource> each) {
        Resource resource = tree.resource();
        if (resource != null && resource.needsHolders() && !resource.kind().equals(Resource.TASK)) {
            each.accept(resource);
        }
        tree.awaited().forEach(child -> waitedFor(child, each));
    }

    private static boolean holds(AwaitTree tree, Resource resource) {
        return tree.held().stream()
                        .anyMatch(held ->
                                held.id() == resource.id() && held.kind().equals(resource.kind()))
                || tree.awaited().stream().anyMatch(child -> holds(child, resource));
    }

    private static Warning unpolled(TaskDump holding, TaskDump waiting, Resource resource) {
        String whoWaits = holding.id() == waiting.id()
                ? "the task itself waits for it"
                : "task " + waiting.id() + " waits for it";
        return new Warning(
                Warning.Kind.UNPOLLED_LOCK,
                holding.id(),
                resource.reference(),
                "The task took " + resource.reference()
                        + ", is idle, and holds it in nothing that it waits for now, while " + whoWaits
                        + ": the future that has the lock is not polled, or the guard is kept in a field.",
                holding.awaits().toString().lines().toList());
    }

    private static Warning circle(Deadlock deadlock) {
        StringBuilder text = new StringBuilder();
        List<Deadlock.Wait> waits = deadlock.waits();
        for (int i = 0; i < waits.size(); i++) {
            Deadlock.Wait wait = waits.get(i);
            Deadlock.Wait next = waits.get((i + 1) % waits.size());
            text.append(i == 0 ? "Task " : ", and task ").append(wait.task());
            if (wait.heldAt() == null) {
                text.append(" waits for the end of task ").append(next.task());
            } else {
                text.append(" waits for ").append(wait.resource().reference());
                text.append(", which task ").append(next.task()).append(" holds");
            }
        }
        return new Warning(
                Warning.Kind.DEADLOCK,
                waits.get(0).task(),
                waits.get(0).name(),
                text.append('.').toString(),
                waits.stream()
                        .filter(wait -> wait.at() != null)
                        .map(wait -> "task " + wait.task() + " waits at " + wait.at())
                        .toList());
    }
}
