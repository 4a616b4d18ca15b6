package dev.kyoto.console.internal.warn;

import dev.kyoto.console.internal.watch.RuntimeWatch;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** All rules on one runtime. The console's thread calls {@link #inspect}; any thread reads. */
public final class Inspector implements AutoCloseable {
    /** Of a kind: when a hundred tasks do the same wrong, the first of them say it. */
    private static final int MOST_OF_A_KIND = 100;

    private final RuntimeWatch watch;
    private final List<Rule> rules;
    private final Map<Key, Long> since = new HashMap<>();
    private volatile List<Found> found = List.of();

    private record Key(Warning.Kind kind, long task, String subject) {}

    /**
     * A warning that holds.
     *
     * @param since when it was first seen, in nanoseconds
     */
    public record Found(Warning warning, long since) {}

    public Inspector(RuntimeWatch watch) {
        this(
                watch,
                List.of(
                        new BlockedWorkers(),
                        new NeverYielded(),
                        new SelfWaking(),
                        new LostWaker(),
                        new Locks(),
                        new Leaks(),
                        new TaskLeak()));
    }

    Inspector(RuntimeWatch watch, List<Rule> rules) {
        this.watch = watch;
        this.rules = rules;
    }

    /** Once a second. */
    public void inspect() {
        long now = watch.tasks().now();
        Map<Key, Long> before = new HashMap<>(since);
        Map<Warning.Kind, Integer> ofKind = new HashMap<>();
        List<Found> all = new ArrayList<>();
        since.clear();
        for (Rule rule : rules) {
            rule.check(watch, now, warning -> {
                Key key = new Key(warning.kind(), warning.task(), warning.subject());
                if (!since.containsKey(key) && ofKind.merge(warning.kind(), 1, Integer::sum) <= MOST_OF_A_KIND) {
                    long first = before.getOrDefault(key, now);
                    since.put(key, first);
                    all.add(new Found(warning, first));
                }
            });
        }
        all.sort(Comparator.comparing((Found one) -> one.warning().kind()).thenComparing(Found::since));
        found = List.copyOf(all);
    }

    @Override
    public void close() {
        rules.forEach(Rule::close);
    }

    /** The worst kinds first. */
    public List<Found> found() {
        return found;
    }
}
