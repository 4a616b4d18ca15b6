package dev.kyoto.futures;

import org.openjdk.jol.datamodel.Model64;
import org.openjdk.jol.info.ClassLayout;
import org.openjdk.jol.layouters.HotSpotLayouter;
import org.openjdk.jol.layouters.Layouter;

/** What an object takes in HotSpot's heap, with compressed references: computed, so it is the same on every machine. */
public final class Footprint {
    private static final Layouter LAYOUTER = new HotSpotLayouter(new Model64(true, true), 17);

    private Footprint() {}

    /** Bytes of an instance, without what it refers to. */
    public static long of(Class<?> type) {
        return ClassLayout.parseClass(type, LAYOUTER).instanceSize();
    }
}
