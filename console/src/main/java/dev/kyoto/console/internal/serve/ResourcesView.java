package dev.kyoto.console.internal.serve;

import dev.kyoto.console.internal.observe.Observatory.Observed;
import dev.kyoto.dump.Deadlock;
import dev.kyoto.dump.RuntimeDump;
import dev.kyoto.dump.TaskDump;
import dev.kyoto.futures.AwaitTree;
import dev.kyoto.futures.Resource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the watched tasks wait for and hold, each thing once, with those who wait. There is no list of all locks and channels in the
 * world: what nobody waits for and nobody is seen to hold is not here. Timers and the like, for which one waits alone, are one row
 * for each kind.
 */
final class ResourcesView implements View {
    private static final int MOST_RESOURCES = 1_000;
    private static final int MOST_WAITERS = 8;

    private record Person(long task, String name, @Nullable StackTraceElement at) {}

    private static final class Entry {
        final String kind;
        final long id;
        String details = "";
        final List<Person> holders = new ArrayList<>();
        final List<Person> waiters = new ArrayList<>();
        int waiting;

        Entry(String kind, long id) {
            this.kind = kind;
            this.id = id;
        }

        void addHolder(Person person) {
            holders.removeIf(known -> known.task() == person.task() && known.at() == null);
            if (holders.size() < MOST_WAITERS && holders.stream().noneMatch(known -> known.task() == person.task())) {
                holders.add(person);
            }
        }

        void addWaiter(Person person) {
            waiting++;
            if (waiters.size() < MOST_WAITERS) {
                waiters.add(person);
            }
        }
    }

    @Override
    public void write(Observed observed, Parameters parameters, Json json) {
        RuntimeDump dump = observed.watch().dumps().recent();
        Map<String, Entry> entries = new LinkedHashMap<>();
        for (TaskDump task : dump.tasks()) {
            collect(task, task.awaits(), null, entries);
        }
        List<Entry> sorted = new ArrayList<>(entries.values());
        sorted.sort(Comparator.comparing((Entry entry) -> entry.id == 0)
                .thenComparing(entry -> -entry.waiting)
                .thenComparing(entry -> entry.kind)
                .thenComparing(entry -> entry.id));
        json.member("scanned", dump.tasks().size());
        json.member("omitted", dump.liveTasks() - dump.tasks().size());
        json.array("deadlocks", dump.deadlocks(), deadlock -> json.object(() -> write(deadlock, json)));
        json.array(
                "resources",
                sorted.subList(0, Math.min(MOST_RESOURCES, sorted.size())),
                entry -> json.object(() -> {
                    json.member("kind", entry.kind);
                    json.member("id", entry.id);
                    json.member("details", entry.details);
                    json.member("waiting", entry.waiting);
                    json.array("holders", entry.holders, person -> write(person, json));
                    json.array("waiters", entry.waiters, person -> write(person, json));
                }));
    }

    /** @param line of the innermost async block on the way */
    private static void collect(
            TaskDump task, AwaitTree tree, @Nullable StackTraceElement line, Map<String, Entry> entries) {
        StackTraceElement at = tree.position() != null ? tree.position() : line;
        Resource resource = tree.resource();
        if (resource != null) {
            Entry entry = entry(resource, entries);
            entry.addWaiter(new Person(task.id(), task.name(), at));
            resource.holders().forEach(holder -> {
                if (entry.holders.stream().noneMatch(known -> known.task() == holder.task())) {
                    entry.addHolder(new Person(holder.task(), holder.name(), null));
                }
            });
        }
        for (Resource held : tree.held()) {
            entry(held, entries).addHolder(new Person(task.id(), task.name(), at));
        }
        tree.awaited().forEach(child -> collect(task, child, at, entries));
    }

    private static Entry entry(Resource resource, Map<String, Entry> entries) {
        Entry entry = entries.computeIfAbsent(
                resource.kind() + "#" + resource.id(), unknown -> new Entry(resource.kind(), resource.id()));
        if (resource.id() != 0 && !resource.details().isEmpty()) {
            entry.details = resource.details(); // that of the latest who was looked at
        }
        return entry;
    }

    private static void write(Person person, Json json) {
        json.object(() -> {
            json.member("task", person.task());
            json.member("name", person.name());
            Trees.position("at", person.at(), json);
        });
    }

    private static void write(Deadlock deadlock, Json json) {
        json.array(
                "waits",
                deadlock.waits(),
                wait -> json.object(() -> {
                    json.member("task", wait.task());
                    json.member("name", wait.name());
                    json.member("resource", wait.resource().reference());
                    Trees.position("at", wait.at(), json);
                    Trees.position("heldAt", wait.heldAt(), json);
                }));
    }
}
