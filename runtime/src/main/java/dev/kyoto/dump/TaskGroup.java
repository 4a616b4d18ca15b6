package dev.kyoto.dump;

import dev.kyoto.futures.AwaitTree;
import dev.kyoto.futures.Resource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Tasks that came from the same line and stand at the same lines: for a reader one task, many times. */
final class TaskGroup {
    /** What the members have in common. */
    private record Likeness(String name, String spawnSite, TaskDump.State state, int worker, Shape awaits) {
        static Likeness of(TaskDump task) {
            return new Likeness(task.name(), task.spawnSite(), task.state(), task.worker(), Shape.of(task.awaits()));
        }
    }

    /** An await tree without the things that are waited for and held, also where a future is named after its own. */
    private record Shape(
            String what, @Nullable StackTraceElement position, AwaitTree.State state, List<Shape> awaited) {
        /** Which socket, which instant, which object. */
        private static final Pattern PARTICULAR = Pattern.compile("\\(.*\\)|\\[.*]|@\\p{XDigit}+|\\d+");

        static Shape of(AwaitTree tree) {
            return new Shape(
                    tree.position() != null ? tree.what() : inGeneral(tree.what()),
                    tree.position(),
                    tree.state(),
                    ofAll(tree.awaited()));
        }

        private static List<Shape> ofAll(List<AwaitTree> trees) {
            if (trees.isEmpty()) {
                return List.of();
            } else if (trees.size() == 1) {
                return List.of(of(trees.get(0)));
            }
            return trees.stream().map(Shape::of).toList();
        }

        private static String inGeneral(String what) {
            Matcher particular = PARTICULAR.matcher(what);
            return particular.find() ? particular.replaceAll("…") : what;
        }
    }

    private final List<TaskDump> members = new ArrayList<>(1);

    /** The lines that are not the same in all members, counted from the top of the tree. */
    private final BitSet differing = new BitSet();

    private TaskGroup() {}

    static Collection<TaskGroup> of(List<TaskDump> tasks) {
        Map<Likeness, TaskGroup> groups = new LinkedHashMap<>();
        for (TaskDump task : tasks) {
            groups.computeIfAbsent(Likeness.of(task), likeness -> new TaskGroup())
                    .add(task);
        }
        return groups.values();
    }

    private void add(TaskDump task) {
        if (!members.isEmpty()) {
            compare(first().awaits(), task.awaits(), 0);
        }
        members.add(task);
    }

    /** Two trees of the same shape, from line {@code index} on. Returns the index of the line behind them. */
    private int compare(AwaitTree one, AwaitTree other, int index) {
        if (!one.what().equals(other.what())
                || !isSame(one.resource(), other.resource())
                || !one.held().equals(other.held())) {
            differing.set(index);
        }
        int next = index + 1;
        for (int i = 0; i < one.awaited().size(); i++) {
            next = compare(one.awaited().get(i), other.awaited().get(i), next);
        }
        return next;
    }

    private static boolean isSame(@Nullable Resource one, @Nullable Resource other) {
        return one == null ? other == null : one.equals(other);
    }

    TaskDump first() {
        return members.get(0);
    }

    int size() {
        return members.size();
    }

    boolean isSameForAll(int line) {
        return !differing.get(line);
    }

    /** {@code 1.2 s to 3.4 s old, 1 to 17 polls}. */
    String span() {
        Duration youngest =
                members.stream().map(TaskDump::age).min(Duration::compareTo).orElseThrow();
        Duration oldest =
                members.stream().map(TaskDump::age).max(Duration::compareTo).orElseThrow();
        long fewest = members.stream().mapToLong(TaskDump::polls).min().orElseThrow();
        long most = members.stream().mapToLong(TaskDump::polls).max().orElseThrow();
        String young = DumpText.duration(youngest);
        String old = DumpText.duration(oldest);
        return (young.equals(old) ? "" : young + " to ") + old + " old, "
                + (fewest == most ? "" : DumpText.number(fewest) + " to ") + DumpText.count(most, "poll");
    }

    /** {@code 3, 4, 5, …}. */
    String ids(int most) {
        return members.stream()
                        .limit(most)
                        .map(task -> Long.toString(task.id()))
                        .collect(Collectors.joining(", "))
                + (members.size() > most ? ", …" : "");
    }
}
