package dev.kyoto.futures.sync;

import java.lang.ref.Cleaner;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Finds handles that were lost instead of closed: a permit that never goes back, a guard whose mutex stays locked, a sender
 * for whose end a receiver waits for ever. For debugging and tests.
 *
 * <p>Off, which it is unless the system property {@value #PROPERTY} is {@code true}, it costs nothing. On, every handle of
 * this package that is made remembers where, which takes about a microsecond and some hundred bytes; when the garbage
 * collector finds one that was not closed, the listener is told. So a leak is reported at some time after it came about, and
 * not at all if the program ends before. Handles that were made while it was off are never reported.
 */
public final class LeakDetector {
    /** The system property that turns it on from the start. */
    public static final String PROPERTY = "kyoto.leaks";

    /** Frames of these packages at the top of a trace say how a handle is made, not where. */
    private static final String OWN = "dev.kyoto.futures.";

    private static volatile @Nullable LeakDetector current =
            Boolean.getBoolean(PROPERTY) ? new LeakDetector(LeakDetector::log) : null;

    /** Who hears of leaks besides. */
    private static final List<Consumer<? super LeakException>> LISTENERS = new CopyOnWriteArrayList<>();

    /** Its thread is a daemon. */
    private final Cleaner cleaner = Cleaner.create();

    private final Consumer<? super LeakException> listener;

    private LeakDetector(Consumer<? super LeakException> listener) {
        this.listener = listener;
    }

    /** Turns it on, for handles that are made from now on. Leaks are logged as warnings, to the logger of this class. */
    public static void enable() {
        enable(LeakDetector::log);
    }

    /**
     * Turns it on, for handles that are made from now on.
     *
     * @param listener is told of each leak, on a thread of the detector's own; must not throw
     */
    public static void enable(Consumer<? super LeakException> listener) {
        current = new LeakDetector(Objects.requireNonNull(listener, "listener"));
    }

    /** Turns it off, for handles that are made from now on. */
    public static void disable() {
        current = null;
    }

    /** Whether handles that are made now are watched. */
    public static boolean isEnabled() {
        return current != null;
    }

    /**
     * Lets {@code listener} hear of each leak as well, whoever turns the detector on or off; for consoles and the like, which
     * come later. This turns nothing on.
     *
     * @param listener is told of each leak, on a thread of the detector's own; must not throw
     */
    public static void addListener(Consumer<? super LeakException> listener) {
        LISTENERS.add(Objects.requireNonNull(listener, "listener"));
    }

    /** The same object that was added; no effect if it was not. */
    public static void removeListener(Consumer<? super LeakException> listener) {
        LISTENERS.remove(listener);
    }

    static @Nullable LeakDetector current() {
        return current;
    }

    private static void log(LeakException leak) {
        System.getLogger(LeakDetector.class.getName()).log(System.Logger.Level.WARNING, leak.getMessage(), leak);
    }

    Watched watch(Handle handle) {
        var watched = new Watched(listener, new LeakException(nameOf(handle.getClass()), OWN));
        watched.registration = cleaner.register(handle, watched);
        return watched;
    }

    /** {@code Semaphore.Permit}. */
    private static String nameOf(Class<?> type) {
        return type.getName().substring(type.getPackageName().length() + 1).replace('$', '.');
    }

    /** What the detector knows of one handle. Does not know the handle itself, which would keep it alive. */
    static final class Watched implements Runnable {
        private final Consumer<? super LeakException> listener;
        private final LeakException leak;

        /** Set before the handle is seen by anybody. */
        private Cleaner.@Nullable Cleanable registration;

        private volatile boolean closed;

        private Watched(Consumer<? super LeakException> listener, LeakException leak) {
            this.listener = listener;
            this.leak = leak;
        }

        /** The handle was closed. */
        void release() {
            closed = true;
            if (registration != null) {
                registration.clean();
            }
        }

        /** The handle is garbage, or was closed. */
        @Override
        public void run() {
            if (!closed) {
                listener.accept(leak);
                LISTENERS.forEach(also -> also.accept(leak));
            }
        }
    }
}
