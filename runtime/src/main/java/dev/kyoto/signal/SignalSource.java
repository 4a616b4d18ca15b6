package dev.kyoto.signal;

import dev.kyoto.futures.Waker;
import dev.kyoto.internal.signal.SignalHandlers;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * One signal of this process, and who waits for it. There is one handler per signal and process, so this is static, and
 * shared by all runtimes; it is installed by the first who waits and stays.
 */
final class SignalSource {
    static final SignalSource INTERRUPT = new SignalSource("INT");
    static final SignalSource TERMINATE = new SignalSource("TERM");

    private final String name;

    /** Guarded by this. */
    private final Set<SignalListener> waiting = new LinkedHashSet<>();

    private boolean installed;

    private SignalSource(String name) {
        this.name = name;
    }

    /** @throws UnsupportedOperationException if this JVM does not hand out the signal */
    synchronized void add(SignalListener listener) {
        if (!installed) {
            SignalHandlers.install(name, this::raised);
            installed = true;
        }
        waiting.add(listener);
    }

    synchronized void remove(SignalListener listener) {
        waiting.remove(listener);
    }

    /** On a thread that the JVM makes for each signal. */
    private void raised() {
        List<Waker> woken = new ArrayList<>();
        synchronized (this) {
            for (SignalListener listener : waiting) {
                Waker waker = listener.receive();
                if (waker != null) {
                    woken.add(waker);
                }
            }
            waiting.removeIf(listener -> !listener.isLasting());
        }
        woken.forEach(Waker::wake);
    }

    @Override
    public String toString() {
        return "SIG" + name;
    }
}
