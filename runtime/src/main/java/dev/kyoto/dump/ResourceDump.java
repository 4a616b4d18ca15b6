package dev.kyoto.dump;

import dev.kyoto.futures.AwaitTree;
import dev.kyoto.futures.Resource;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Something that tasks of a {@link RuntimeDump} wait for or hold: a lock, a channel, a socket.
 *
 * @param kind see {@link Resource#kind}
 * @param id see {@link Resource#id}
 * @param details see {@link Resource#details}; as one of those who wait saw it, or else one of those who hold it
 * @param holders who holds it, as far as that is known: tasks in whose suspended blocks it was seen, and who it names itself
 * @param waiters the ids of the tasks that wait for it
 */
public record ResourceDump(String kind, long id, String details, List<Resource.Holder> holders, List<Long> waiters) {
    /** {@link RuntimeDump#resources}. */
    static List<ResourceDump> of(List<TaskDump> tasks) {
        Map<Long, Collected> all = new LinkedHashMap<>();
        tasks.forEach(task -> collect(task, task.awaits(), all));
        return all.values().stream().map(Collected::done).toList();
    }

    private static void collect(TaskDump task, AwaitTree tree, Map<Long, Collected> all) {
        Resource resource = tree.resource();
        if (resource != null && isShared(resource)) {
            Collected collected = all.computeIfAbsent(resource.id(), id -> new Collected(resource));
            collected.awaited = resource;
            collected.holders.addAll(resource.holders());
            collected.waiters.add(task.id());
        }
        for (Resource held : tree.held()) {
            all.computeIfAbsent(held.id(), id -> new Collected(held))
                    .holders
                    .add(new Resource.Holder(task.id(), task.name()));
        }
        tree.awaited().forEach(below -> collect(task, below, all));
    }

    /** A deadline is one task's own, and the end of a task is the task. */
    private static boolean isShared(Resource resource) {
        return resource.id() != 0 && !resource.kind().equals(Resource.TASK);
    }

    private static final class Collected {
        private final Resource first;
        private @Nullable Resource awaited;
        private final Set<Resource.Holder> holders = new LinkedHashSet<>();
        private final Set<Long> waiters = new LinkedHashSet<>();

        Collected(Resource first) {
            this.first = first;
        }

        ResourceDump done() {
            Resource seen = awaited != null ? awaited : first;
            return new ResourceDump(seen.kind(), seen.id(), seen.details(), List.copyOf(holders), List.copyOf(waiters));
        }
    }
}
