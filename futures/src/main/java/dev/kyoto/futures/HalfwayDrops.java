package dev.kyoto.futures;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Counts the futures of this process that are dropped half-way, after their first poll and before their end, by the line at
 * which they stood and by who dropped them: as long as it is open.
 *
 * <pre>{@code
 * try (var drops = HalfwayDrops.record()) {
 *     …
 *     drops.unexpected().forEach(System.out::println);
 * }
 * // 312 times: TcpStream.writeAll(…) at com.example.Server.serve(Server.java:44) was dropped half-way by a select
 * //     at com.example.Server.run(Server.java:40), not cancel safe
 * }</pre>
 *
 * <p>To be dropped is how a loser of a {@code select} ends, so most of what is counted is as it should be. {@link #unexpected}
 * are those that are not marked {@link CancelSafe}.
 *
 * <p>Of futures that are dropped together, each awaiting the next, one is counted, the outermost. What a runtime drops when it
 * is shut down is only counted as a whole.
 *
 * <p><b>Cost.</b> While nobody records, a field is read wherever a future is dropped half-way, and nothing where it ends. While
 * somebody does, a drop costs some 40 ns (JDK 25); text is made, and a stack is looked at, when a line is first seen, and the
 * stack ever more rarely after that. The lines are bounded.
 *
 * <p>A future that implements {@link Future} by hand, without {@link AbstractFuture}, does not tell whether it has begun; of
 * such a one the futures inside are counted.
 *
 * <p><b>Threads.</b> All methods may be called from any thread. Several may record at the same time.
 */
public final class HalfwayDrops implements AutoCloseable {
    /** More lines than a program has at which it drops anything, in a few hundred kilobytes. */
    private static final int DEFAULT_MOST_LINES = 1_000;

    private final Map<Key, DropLine> lines = new ConcurrentHashMap<>();
    private final LongAdder shutdowns = new LongAdder();
    private final LongAdder uncounted = new LongAdder();
    private final int mostLines;
    private final @Nullable Listener listener;

    private HalfwayDrops(int mostLines, @Nullable Listener listener) {
        this.mostLines = mostLines;
        this.listener = listener;
    }

    /** Hears of each drop, except for those of a shutdown. */
    public interface Listener {
        /**
         * A future is about to be dropped. Called on the thread that drops it: to be quick, and not to block.
         *
         * @param drop of the first that was dropped at this line by such a dropper; the same object each time
         */
        void dropped(HalfwayDrop drop);
    }

    /**
     * How often futures were dropped at one line.
     *
     * @param drop what is the same of all of them, and the tree of the first
     * @param droppedAt lines at which the one who dropped them stood; not all, because it is looked at ever more rarely. Empty
     *     where that is not known, as of one that acts on another task
     * @param times how often
     */
    public record Count(HalfwayDrop drop, List<StackTraceElement> droppedAt, long times) {
        /** Whether this may be a mistake: nobody has said that such a drop loses nothing. */
        public boolean isUnexpected() {
            return drop.safety() != CancelSafety.SAFE;
        }

        /** One line. */
        @Override
        public String toString() {
            StringBuilder text = new StringBuilder();
            text.append(times).append(times == 1 ? " time: " : " times: ").append(drop.place());
            text.append(" was dropped half-way by ").append(drop.by());
            for (int i = 0; i < droppedAt.size(); i++) {
                text.append(i == 0 ? " at " : " and at ").append(droppedAt.get(i));
            }
            return text.append(", ").append(drop.safety()).toString();
        }
    }

    /** A constant of the program each; the state is the number of an await. No class, so that none is kept from being unloaded. */
    private record Key(
            String place, int state, Dropper by, @Nullable String site) {
        // Written out, because the JDK takes long to link those of a record, and a task is held up meanwhile.

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Key key
                    && state == key.state
                    && by == key.by
                    && place.equals(key.place)
                    && Objects.equals(site, key.site);
        }

        @Override
        public int hashCode() {
            return 31 * (31 * place.hashCode() + state) + by.ordinal();
        }
    }

    /** Records from now on. */
    public static HalfwayDrops record() {
        return record(DEFAULT_MOST_LINES, null);
    }

    /**
     * Records from now on, and tells.
     *
     * @param mostLines how many lines are counted one by one; others only by {@link #uncounted}
     */
    public static HalfwayDrops record(int mostLines, @Nullable Listener listener) {
        if (mostLines < 0) {
            throw new IllegalArgumentException("mostLines is " + mostLines + "; it must not be negative.");
        }
        HalfwayDrops drops = new HalfwayDrops(mostLines, listener);
        DropRecording.add(drops);
        return drops;
    }

    /** All lines, those with the most drops first. */
    public List<Count> counts() {
        return lines.values().stream()
                .map(DropLine::count)
                .sorted(Comparator.comparingLong(Count::times).reversed())
                .toList();
    }

    /** Those of {@link #counts} that nobody has marked as cancel safe. */
    public List<Count> unexpected() {
        return counts().stream().filter(Count::isUnexpected).toList();
    }

    /** Tasks that had begun, and that ended with their runtime; they are in no line. */
    public long shutdowns() {
        return shutdowns.sum();
    }

    /** Drops at lines beyond as many as are counted. */
    public long uncounted() {
        return uncounted.sum();
    }

    /** Records no more; what was counted can still be read. Again: no effect. */
    @Override
    public void close() {
        DropRecording.remove(this);
    }

    /** @param inPlace whether who drops it is on the stack of this thread */
    void dropped(Future<?> dropped, Dropper by, @Nullable String site, boolean inPlace, int dropsOfThread) {
        if (by == Dropper.SHUTDOWN) {
            shutdowns.increment();
            return;
        }
        DroppedAt at = DroppedAt.of(dropped);
        DropLine line = line(new Key(at.place(), at.state(), by, at.block() == null ? site : null), at, dropped, site);
        if (line == null) {
            uncounted.increment();
            return;
        }
        line.add(inPlace, dropsOfThread);
        if (listener != null) {
            listener.dropped(line.drop());
        }
    }

    /** Null if there are too many. Threads that come at the same time may make some more than that. */
    private @Nullable DropLine line(Key key, DroppedAt at, Future<?> dropped, @Nullable String site) {
        DropLine line = lines.get(key);
        if (line != null || lines.size() >= mostLines) {
            return line;
        }
        CompiledBlock<?> block = at.block();
        StackTraceElement position = block != null
                ? block.position()
                : site != null ? BlockSource.parse(site).start() : null;
        AwaitTree tree = AwaitTree.of(dropped);
        CancelSafety safety = DroppedAt.safety(dropped, site, at.depth());
        DropLine made = new DropLine(new HalfwayDrop(at.what(tree), position, key.by, safety, tree));
        return Objects.requireNonNullElse(lines.putIfAbsent(key, made), made);
    }
}
