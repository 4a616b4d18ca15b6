package dev.kyoto.jfr;

import dev.kyoto.futures.HalfwayDrops;
import org.jspecify.annotations.Nullable;

/** Records half-way drops, of the whole process, while a recording has their event on. */
final class RecordedDrops {
    /** Drops at more lines than that are no events; a program hardly drops anything at so many. */
    private static final int MOST_LINES = 10_000;

    /** Guarded by this. */
    private @Nullable HalfwayDrops drops;

    /** Begins or ends as the recordings of this moment want it. */
    synchronized void look() {
        boolean on = KyotoEvents.HALFWAY_DROP.isEnabled();
        if (on && drops == null) {
            drops = HalfwayDrops.record(MOST_LINES, drop -> new HalfwayDropEvent(drop).commit());
        } else if (!on && drops != null) {
            drops.close();
            drops = null;
        }
    }

    synchronized boolean isRecording() {
        return drops != null;
    }
}
