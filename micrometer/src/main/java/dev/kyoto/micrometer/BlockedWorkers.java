package dev.kyoto.micrometer;

import dev.kyoto.task.BlockedWorker;
import dev.kyoto.task.RuntimeListener;
import io.micrometer.core.instrument.Timer;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Which workers do not come back from a poll, and for how long those did not that have come back. */
final class BlockedWorkers implements RuntimeListener {
    private final Set<Integer> blocked = ConcurrentHashMap.newKeySet();
    private final Timer timer;

    BlockedWorkers(Timer timer) {
        this.timer = timer;
    }

    @Override
    public void workerBlocked(BlockedWorker news) {
        if (news.stage() == BlockedWorker.Stage.ENDED) {
            blocked.remove(news.worker());
            timer.record(news.duration());
        } else {
            blocked.add(news.worker());
        }
    }

    int count() {
        return blocked.size();
    }
}
