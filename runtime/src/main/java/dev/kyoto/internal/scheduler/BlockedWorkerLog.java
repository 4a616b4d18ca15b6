package dev.kyoto.internal.scheduler;

import dev.kyoto.task.BlockedWorker;
import dev.kyoto.task.BlockedWorker.Stage;
import java.lang.System.Logger.Level;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * What hears of blocked workers when nobody else does: a log. A warning for each that persists, with its stack; but one a
 * minute for the same line of the program and the same kind of task, so that a server which blocks in every request does
 * not drown its log. What is shorter, and the ends, are for whoever debugs.
 */
public final class BlockedWorkerLog implements Consumer<BlockedWorker> {
    private static final long QUIET_NANOS = TimeUnit.MINUTES.toNanos(1);

    /** Places remembered; when there are more, all are forgotten. */
    private static final int MOST_PLACES = 1000;

    private final BiConsumer<Level, String> log;
    private final LongSupplier nanoTime;
    private final Map<String, Place> places = new HashMap<>();

    /** Where something was logged: when last, and how often it was passed over since. */
    private static final class Place {
        private long loggedAt;
        private int passedOver;
    }

    /** To the logger {@code dev.kyoto}. */
    public BlockedWorkerLog() {
        this(System.getLogger("dev.kyoto")::log, System::nanoTime);
    }

    BlockedWorkerLog(BiConsumer<Level, String> log, LongSupplier nanoTime) {
        this.log = log;
        this.nanoTime = nanoTime;
    }

    @Override
    public void accept(BlockedWorker news) {
        if (news.stage() != Stage.PERSISTING) {
            log.accept(Level.DEBUG, news.stage() + ": " + news.summary());
            return;
        }
        int passedOver = passOver(news.spawnSite() + news.line());
        if (passedOver >= 0) {
            log.accept(Level.WARNING, describe(news, passedOver));
        }
    }

    /** How many like it were passed over before this one, which is logged; -1 if it is passed over as well. */
    private synchronized int passOver(String key) {
        long now = nanoTime.getAsLong();
        Place place = places.get(key);
        if (place == null) {
            if (places.size() >= MOST_PLACES) {
                places.clear();
            }
            place = new Place();
            place.loggedAt = now;
            places.put(key, place);
            return 0;
        }
        if (now - place.loggedAt < QUIET_NANOS) {
            place.passedOver++;
            return -1;
        }
        int passedOver = place.passedOver;
        place.loggedAt = now;
        place.passedOver = 0;
        return passedOver;
    }

    private static String describe(BlockedWorker news, int passedOver) {
        StringBuilder text = new StringBuilder("A worker is blocked: ").append(news.summary());
        text.append(
                ". Code that blocks belongs in spawnBlocking(() -> …); a long loop gives way with yieldNow().await().");
        if (passedOver > 0) {
            text.append(" This happened ").append(passedOver).append(" more times since it was logged last.");
        }
        for (StackTraceElement frame : news.stack()) {
            text.append("\n\tat ").append(frame);
        }
        return text.toString();
    }
}
