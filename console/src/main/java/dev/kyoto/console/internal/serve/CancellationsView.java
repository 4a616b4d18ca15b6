package dev.kyoto.console.internal.serve;

import dev.kyoto.console.internal.observe.Observatory.Observed;
import dev.kyoto.futures.HalfwayDrop;
import dev.kyoto.futures.HalfwayDrops;
import java.util.List;

/** Futures that were dropped half-way, in the whole process, since the console came. */
final class CancellationsView implements View {
    private static final int MOST_LINES = 500;

    private final HalfwayDrops drops;

    CancellationsView(HalfwayDrops drops) {
        this.drops = drops;
    }

    @Override
    public void write(Observed observed, Parameters parameters, Json json) {
        List<HalfwayDrops.Count> counts = drops.counts();
        json.member("shutdowns", drops.shutdowns());
        json.member("uncounted", drops.uncounted());
        json.member("omitted", Math.max(0, counts.size() - MOST_LINES));
        json.array(
                "lines",
                counts.subList(0, Math.min(MOST_LINES, counts.size())),
                count -> json.object(() -> {
                    HalfwayDrop drop = count.drop();
                    json.member("key", drop.what() + " " + drop.position() + " " + drop.by());
                    json.member("times", count.times());
                    json.member("what", drop.what());
                    Trees.position("at", drop.position(), json);
                    json.member("by", drop.by().toString());
                    json.array("droppedAt", count.droppedAt(), at -> json.object(() -> Trees.position(at, json)));
                    json.member("safety", drop.safety().name());
                    json.member("unexpected", count.isUnexpected());
                }));
    }
}
