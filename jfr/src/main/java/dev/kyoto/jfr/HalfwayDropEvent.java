package dev.kyoto.jfr;

import dev.kyoto.futures.HalfwayDrop;
import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Enabled;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import org.jspecify.annotations.Nullable;

/** Off unless asked for: each {@code select} in a loop drops its losers all the time. */
@Name("dev.kyoto.HalfwayDrop")
@Label("Half-way Drop")
@Description(
        "A future was dropped after its first poll and before its end; with its stack trace on, the event says where")
@Category("Kyoto")
@Enabled(false)
@StackTrace(false)
final class HalfwayDropEvent extends Event {
    @Label("Waited For")
    final String what;

    @Label("Line")
    @Description("The await that the dropped future stood at")
    final @Nullable String line;

    @Label("Dropped By")
    final String by;

    @Label("Cancel Safety")
    @Description("SAFE, UNSAFE: something was lost, or UNKNOWN")
    final String safety;

    HalfwayDropEvent(HalfwayDrop drop) {
        StackTraceElement position = drop.position();
        this.what = drop.what();
        this.line = position == null ? null : position.toString();
        this.by = drop.by().toString();
        this.safety = drop.safety().name();
    }
}
