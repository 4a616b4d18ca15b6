package dev.kyoto.micrometer;

import dev.kyoto.Runtime;
import dev.kyoto.RuntimeMetrics;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** One snapshot for all meters that are read together: a registry reads a hundred one by one, and each would take its own. */
final class Snapshots {
    /** Longer than reading all meters takes, and shorter than anybody's interval. */
    static final long REUSED_NANOS = 100_000_000;

    private final LongSupplier nanoTime;
    private @Nullable RuntimeMetrics last;
    private long takenAt;

    Snapshots(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    synchronized RuntimeMetrics of(Runtime runtime) {
        long now = nanoTime.getAsLong();
        RuntimeMetrics metrics = last;
        if (metrics == null || now - takenAt >= REUSED_NANOS) {
            metrics = runtime.metrics();
            last = metrics;
            takenAt = now;
        }
        return metrics;
    }
}
