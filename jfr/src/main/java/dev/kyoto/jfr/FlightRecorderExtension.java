package dev.kyoto.jfr;

import dev.kyoto.Runtime;
import dev.kyoto.RuntimeExtension;
import jdk.jfr.FlightRecorder;
import jdk.jfr.FlightRecorderListener;
import jdk.jfr.Recording;

/** Found by the runtime. Notices when recordings begin and end; until the first one does, the flight recorder is not touched. */
public final class FlightRecorderExtension implements RuntimeExtension {
    private static final ListeningRuntimes RUNTIMES = new ListeningRuntimes();
    private static final RecordedDrops DROPS = new RecordedDrops();

    static {
        FlightRecorder.addListener(new FlightRecorderListener() {
            @Override
            public void recordingStateChanged(Recording recording) {
                look();
            }
        });
    }

    @Override
    public void runtimeBuilt(Runtime runtime) {
        if (FlightRecorder.isInitialized()) {
            look();
        }
    }

    private static void look() {
        RUNTIMES.look();
        DROPS.look();
    }

    static ListeningRuntimes runtimes() {
        return RUNTIMES;
    }

    static RecordedDrops drops() {
        return DROPS;
    }
}
