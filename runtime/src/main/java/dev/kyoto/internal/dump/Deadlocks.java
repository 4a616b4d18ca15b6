package dev.kyoto.internal.dump;

import dev.kyoto.dump.Deadlock;
import dev.kyoto.dump.TaskDump;
import dev.kyoto.futures.AwaitTree;
import dev.kyoto.futures.Resource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Finds the tasks that can never go on, and the circles that they wait in. {@link Deadlock} says what counts.
 *
 * <p><b>The question</b> is asked of each future in the trees, not of each task: of two branches of a join, one may hold what
 * the other waits for, and go on. A future is <em>stuck</em> when what it needs is:
 *
 * <pre>
 * a block, a join           one of the futures that it awaits is stuck
 * a select, a race          all of them are
 * a wait for a lock         it is held, and everybody who holds it is stuck: for the guard may have gone to any of them
 * a wait for a task's end   that task is stuck at its root
 * anything else             never: it may go on by itself, or nobody knows why it would not
 * </pre>
 *
 * <p><b>The answer</b> is the largest set of futures for which that holds: all of idle tasks are taken for stuck, and those that turn
 * out not to be free those above them, those who wait for what they hold, and those who join them. What is left can only
 * be freed from among itself, so never. Each future is freed at most once, so that a look at many tasks takes time in
 * proportion to them. Who is stuck waits in a circle or behind one; each wait has one next, and the circles are read off.
 */
public final class Deadlocks {
    private static final class Node {
        final TaskDump task;
        final AwaitTree tree;
        final @Nullable Node above;
        final List<Node> below = new ArrayList<>(1);
        boolean stuck = true;

        Node(TaskDump task, AwaitTree tree, @Nullable Node above) {
            this.task = task;
            this.tree = tree;
            this.above = above;
        }
    }

    private final List<Node> nodes = new ArrayList<>();
    private final Map<Long, Node> roots = new HashMap<>();
    private final Map<Long, List<Node>> holders = new HashMap<>();
    private final Map<Long, List<Node>> waiters = new HashMap<>();
    private final Map<Long, List<Node>> joiners = new HashMap<>();

    public Deadlocks(List<TaskDump> tasks) {
        for (TaskDump task : tasks) {
            if (isOfInterest(task.awaits())) {
                roots.put(task.id(), add(task, task.awaits(), null));
            }
        }
        if (!waiters.isEmpty() || !joiners.isEmpty()) {
            free();
        }
    }

    /** Whether something there waits in a way that may be in vain, or holds something. */
    private static boolean isOfInterest(AwaitTree tree) {
        Resource resource = tree.resource();
        if (!tree.held().isEmpty() || resource != null && resource.needsHolders()) {
            return true;
        }
        for (AwaitTree below : tree.awaited()) {
            if (isOfInterest(below)) {
                return true;
            }
        }
        return false;
    }

    private Node add(TaskDump task, AwaitTree tree, @Nullable Node above) {
        Node node = new Node(task, tree, above);
        nodes.add(node);
        for (Resource held : tree.held()) {
            holders.computeIfAbsent(held.id(), id -> new ArrayList<>(1)).add(node);
        }
        Resource resource = tree.resource();
        if (resource != null && resource.needsHolders()) {
            (isTask(resource) ? joiners : waiters)
                    .computeIfAbsent(resource.id(), id -> new ArrayList<>(1))
                    .add(node);
        }
        for (AwaitTree below : tree.awaited()) {
            node.below.add(add(task, below, node));
        }
        return node;
    }

    private static boolean isTask(Resource resource) {
        return resource.kind().equals(Resource.TASK);
    }

    // ---- who is stuck

    private void free() {
        Deque<Node> freed = new ArrayDeque<>();
        for (Node node : nodes) {
            freeIfDue(node, freed);
        }
        for (Node node = freed.poll(); node != null; node = freed.poll()) {
            if (node.above != null) {
                freeIfDue(node.above, freed);
            } else {
                freeAll(joiners.get(node.task.id()), freed);
            }
            for (Resource held : node.tree.held()) {
                freeAll(waiters.get(held.id()), freed);
            }
        }
    }

    private void freeAll(@Nullable List<Node> waiting, Deque<Node> freed) {
        if (waiting != null) {
            waiting.forEach(node -> freeIfDue(node, freed));
        }
    }

    private void freeIfDue(Node node, Deque<Node> freed) {
        if (node.stuck && !mustBeStuck(node)) {
            node.stuck = false;
            freed.add(node);
        }
    }

    private boolean mustBeStuck(Node node) {
        AwaitTree tree = node.tree;
        if (node.task.state() != TaskDump.State.IDLE
                || tree.state() != AwaitTree.State.SUSPENDED && tree.state() != AwaitTree.State.UNKNOWN) {
            return false;
        }
        Resource resource = tree.resource();
        if (node.below.isEmpty()) {
            return resource != null && resource.needsHolders() && isInVain(resource);
        }
        if (resource != null) {
            return false; // it waits for that as well
        }
        return switch (tree.needs()) {
            case ALL -> node.below.stream().anyMatch(below -> below.stuck);
            case ANY -> node.below.stream().allMatch(below -> below.stuck);
            case UNKNOWN -> false;
        };
    }

    private boolean isInVain(Resource resource) {
        if (isTask(resource)) {
            Node root = roots.get(resource.id());
            return root != null && root.stuck;
        }
        List<Node> holding = holders.get(resource.id());
        return holding != null && holding.stream().allMatch(holder -> holder.stuck);
    }

    /** The tasks in which something is stuck. */
    public Set<Long> stuckTasks() {
        Set<Long> stuck = new TreeSet<>();
        if (!waiters.isEmpty() || !joiners.isEmpty()) {
            nodes.stream().filter(node -> node.stuck).forEach(node -> stuck.add(node.task.id()));
        }
        return stuck;
    }

    // ---- in which circle

    /** Each circle once. Tasks that wait behind a circle are not named. */
    public List<Deadlock> circles() {
        List<Deadlock> circles = new ArrayList<>();
        Set<Node> seen = new HashSet<>();
        for (List<Node> waiting : concat(waiters, joiners)) {
            for (Node start : waiting) {
                if (start.stuck && !seen.contains(start)) {
                    walk(start, seen, circles);
                }
            }
        }
        return List.copyOf(circles);
    }

    private static List<List<Node>> concat(Map<Long, List<Node>> some, Map<Long, List<Node>> others) {
        List<List<Node>> all = new ArrayList<>(some.values());
        all.addAll(others.values());
        return all;
    }

    private void walk(Node start, Set<Node> seen, List<Deadlock> circles) {
        List<Node> way = new ArrayList<>();
        Node wait = start;
        while (seen.add(wait)) {
            way.add(wait);
            wait = stuckLeaf(holder(wait));
        }
        int begin = way.indexOf(wait);
        if (begin >= 0) { // else this way leads into one that was walked before
            circles.add(describe(way.subList(begin, way.size())));
        }
    }

    /** Beginning with the oldest task, wherever the walk came upon it. */
    private Deadlock describe(List<Node> circle) {
        Node oldest = Collections.min(circle, Comparator.comparingLong(node -> node.task.id()));
        Collections.rotate(circle, -circle.indexOf(oldest));
        return new Deadlock(circle.stream().map(this::describe).toList());
    }

    /** Who holds what {@code wait} waits for; all who do are stuck, so any will do. */
    @SuppressWarnings("NullAway") // it is stuck, so there is one
    private Node holder(Node wait) {
        Resource resource = wait.tree.resource();
        return isTask(resource)
                ? roots.get(resource.id())
                : holders.get(resource.id()).get(0);
    }

    private static Node stuckLeaf(Node node) {
        Node leaf = node;
        while (!leaf.below.isEmpty()) {
            leaf = leaf.below.stream().filter(below -> below.stuck).findFirst().orElseThrow();
        }
        return leaf;
    }

    @SuppressWarnings("NullAway") // as above
    private Deadlock.Wait describe(Node wait) {
        Resource resource = wait.tree.resource();
        return new Deadlock.Wait(
                wait.task.id(), wait.task.name(), resource, line(wait), isTask(resource) ? null : line(holder(wait)));
    }

    /** Where the innermost block around stands. */
    private static @Nullable StackTraceElement line(Node node) {
        for (Node around = node; around != null; around = around.above) {
            if (around.tree.position() != null) {
                return around.tree.position();
            }
        }
        return null;
    }
}
