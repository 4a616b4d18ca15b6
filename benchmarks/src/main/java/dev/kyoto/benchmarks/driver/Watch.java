package dev.kyoto.benchmarks.driver;

import java.io.IOException;

/** The processor time that a peer, and that others, use from here on. */
final class Watch {
    private final long pid;
    private final long begin = System.nanoTime();
    private final double machine = Machine.busySeconds();
    private final double peer;
    private final double own = Machine.ownBusySeconds();

    Watch(long pid) throws IOException {
        this.pid = pid;
        this.peer = Machine.busySeconds(pid);
    }

    double seconds() {
        return (System.nanoTime() - begin) / 1e9;
    }

    double peerSeconds() throws IOException {
        return Machine.busySeconds(pid) - peer;
    }

    /** Cores used by processes other than the peer and this one. */
    double foreignCores() throws IOException {
        double all = Machine.busySeconds() - machine;
        double ours = peerSeconds() + Machine.ownBusySeconds() - own;
        return Math.max(0, all - ours) / seconds();
    }
}
