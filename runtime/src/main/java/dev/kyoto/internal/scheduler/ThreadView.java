package dev.kyoto.internal.scheduler;

import java.lang.management.LockInfo;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A thread as it is seen from outside: what it does, and where. The {@code java.management} module tells more than the thread
 * itself, such as the holder of a lock; the runtime does without where that module is missing.
 */
record ThreadView(Thread.State state, @Nullable String lock, List<StackTraceElement> stack) {
    private static final boolean MANAGED =
            ModuleLayer.boot().findModule("java.management").isPresent();

    static ThreadView of(Thread thread) {
        ThreadView managed = MANAGED ? Managed.view(thread) : null;
        if (managed != null) {
            return managed;
        }
        Object blocker = LockSupport.getBlocker(thread);
        return new ThreadView(
                thread.getState(),
                blocker == null ? null : blocker.getClass().getName(),
                List.of(thread.getStackTrace()));
    }

    /** Processor time that the thread has used, in nanoseconds; -1 if it is unknown. */
    static long processorNanos(Thread thread) {
        return MANAGED ? Managed.processorNanos(thread) : -1;
    }

    /**
     * Whether the thread would run if it had a processor: it is neither waiting nor in native code that may wait. Kyoto's own
     * system calls do not.
     */
    boolean wantsProcessor() {
        if (state != Thread.State.RUNNABLE || stack.isEmpty()) {
            return false;
        }
        return !stack.get(0).isNativeMethod() || isInKyotosNet();
    }

    private boolean isInKyotosNet() {
        for (StackTraceElement frame : stack) {
            if (!"java.base".equals(frame.getModuleName())) {
                return frame.getClassName().startsWith("dev.kyoto.net.");
            }
        }
        return false;
    }

    /** Loaded only where the module is there. */
    private static final class Managed {
        private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

        /** Null for a virtual thread, and for one that has ended. */
        static @Nullable ThreadView view(Thread thread) {
            ThreadInfo info = THREADS.getThreadInfo(thread.getId(), Integer.MAX_VALUE);
            return info == null
                    ? null
                    : new ThreadView(info.getThreadState(), lock(info), List.of(info.getStackTrace()));
        }

        private static @Nullable String lock(ThreadInfo info) {
            LockInfo lock = info.getLockInfo();
            String holder = info.getLockOwnerName();
            return lock == null ? null : holder == null ? lock.toString() : lock + ", held by " + holder;
        }

        static long processorNanos(Thread thread) {
            return THREADS.isThreadCpuTimeSupported() && THREADS.isThreadCpuTimeEnabled()
                    ? THREADS.getThreadCpuTime(thread.getId())
                    : -1;
        }
    }
}
