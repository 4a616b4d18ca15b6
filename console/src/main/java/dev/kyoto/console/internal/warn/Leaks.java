package dev.kyoto.console.internal.warn;

import dev.kyoto.console.internal.watch.RuntimeWatch;
import dev.kyoto.futures.sync.LeakDetector;
import dev.kyoto.futures.sync.LeakException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;

/**
 * Handles that were lost instead of closed. The detector finds them in the whole process, if it is on: they are shown with every
 * runtime.
 */
final class Leaks implements Rule {
    private static final int KEPT = 50;

    private final Deque<LeakException> leaks = new ArrayDeque<>();
    private final Consumer<LeakException> listener = this::add;

    Leaks() {
        LeakDetector.addListener(listener);
    }

    /** On the detector's thread. */
    private void add(LeakException leak) {
        synchronized (leaks) {
            leaks.addLast(leak);
            if (leaks.size() > KEPT) {
                leaks.removeFirst();
            }
        }
    }

    @Override
    public void check(RuntimeWatch watch, long now, Consumer<Warning> found) {
        List<LeakException> all;
        synchronized (leaks) {
            all = List.copyOf(leaks);
        }
        for (LeakException leak : all) {
            List<String> stack = Arrays.stream(leak.getStackTrace())
                    .map(StackTraceElement::toString)
                    .toList();
            String where = stack.isEmpty() ? "" : " at " + stack.get(0);
            found.accept(new Warning(
                    Warning.Kind.LEAKED_HANDLE, 0, leak.handle() + where, String.valueOf(leak.getMessage()), stack));
        }
    }

    @Override
    public void close() {
        LeakDetector.removeListener(listener);
    }
}
