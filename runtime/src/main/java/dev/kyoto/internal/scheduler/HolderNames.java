package dev.kyoto.internal.scheduler;

import dev.kyoto.dump.TaskDump;
import dev.kyoto.futures.AwaitTree;
import dev.kyoto.futures.Resource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Gives a name to the holders of locks, who are numbers to the locks themselves. */
final class HolderNames {
    private final List<Task<?>> tasks;

    /** Made when the first is to be named: most dumps have no holder. */
    private @Nullable Map<Long, Task<?>> byId;

    private HolderNames(List<Task<?>> tasks) {
        this.tasks = tasks;
    }

    static HolderNames of(List<Task<?>> tasks) {
        return new HolderNames(tasks);
    }

    private @Nullable Task<?> task(long id) {
        Map<Long, Task<?>> all = byId;
        if (all == null) {
            all = new HashMap<>();
            for (Task<?> task : tasks) {
                all.put(task.id(), task);
            }
            byId = all;
        }
        return all.get(id);
    }

    List<TaskDump> in(List<TaskDump> dumps) {
        return dumps.stream().map(this::in).toList();
    }

    private TaskDump in(TaskDump dump) {
        AwaitTree named = in(dump.awaits());
        return named == dump.awaits()
                ? dump
                : new TaskDump(
                        dump.id(),
                        dump.name(),
                        dump.spawnSite(),
                        dump.state(),
                        dump.worker(),
                        dump.age(),
                        dump.polls(),
                        named);
    }

    /** The same tree, if there is nobody to be named. */
    private AwaitTree in(AwaitTree tree) {
        Resource resource = in(tree.resource());
        List<AwaitTree> awaited = inAll(tree.awaited());
        return resource == tree.resource() && awaited == tree.awaited()
                ? tree
                : new AwaitTree(
                        tree.what(), tree.position(), tree.state(), resource, tree.held(), tree.needs(), awaited);
    }

    private List<AwaitTree> inAll(List<AwaitTree> trees) {
        List<AwaitTree> changed = null;
        for (int i = 0; i < trees.size(); i++) {
            AwaitTree named = in(trees.get(i));
            if (named != trees.get(i)) {
                changed = changed == null ? new ArrayList<>(trees) : changed;
                changed.set(i, named);
            }
        }
        return changed == null ? trees : List.copyOf(changed);
    }

    private @Nullable Resource in(@Nullable Resource resource) {
        if (resource == null
                || resource.holders().isEmpty()
                || resource.holders().stream().noneMatch(this::isToBeNamed)) {
            return resource;
        }
        return new Resource(
                resource.kind(),
                resource.id(),
                resource.details(),
                resource.holders().stream().map(this::named).toList(),
                resource.needsHolders());
    }

    private boolean isToBeNamed(Resource.Holder holder) {
        return holder.name().isEmpty() && task(holder.task()) != null;
    }

    private Resource.Holder named(Resource.Holder holder) {
        Task<?> task = holder.name().isEmpty() ? task(holder.task()) : null;
        return task == null ? holder : new Resource.Holder(task.id(), task.name());
    }
}
