package dev.kyoto.futures;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Tells {@link HalfwayDrops} of futures that are dropped half-way: on behalf of whom, and of each only the outermost.
 *
 * <p>A drop is a call of {@link Future#cancel()} and all that it calls in turn, on one thread. So what a thread drops at the
 * moment is kept by thread: who has said that it drops something, and whether a recorded drop is under way, within which all
 * others are parts of that one. The code of the user that runs within, in the cleanup of a block, drops on its own account.
 *
 * <p>Nothing of this is looked at while nobody records. Then all that it costs is {@link #isOn}, where a future that has begun
 * is dropped.
 */
final class DropRecording {
    private static final VarHandle RECORDERS;

    /** Null when there are none. Never changed in place, and what it holds is final: who sees the array sees it whole. */
    private static HalfwayDrops @Nullable [] recorders;

    private static final ThreadLocal<DropRecording> HERE = ThreadLocal.withInitial(DropRecording::new);

    /** Nobody has said anything: it is somebody who calls {@code cancel()}. */
    private static final Part NOBODYS = new Part(null, null, true, false);

    /** All that is dropped belongs to a future that was told of. What aborts a task meanwhile does so for its owner. */
    private static final Part WITHIN = new Part(Dropper.OWNER, null, false, true);

    private static final Part CLEANUP = new Part(Dropper.BLOCK, null, true, false);

    static {
        try {
            RECORDERS =
                    MethodHandles.lookup().findStaticVarHandle(DropRecording.class, "recorders", HalfwayDrops[].class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private Part part = NOBODYS;

    /** Drops that this thread told of. */
    private int drops;

    private DropRecording() {}

    /**
     * What the calling thread does.
     *
     * @param by on whose behalf; null if nobody has said so
     * @param site where a future without a block belongs, as {@link CompiledBlock#describeSource} says it
     * @param inPlace whether the line that drops is on the thread's stack
     * @param within whether a drop is under way that was told of
     */
    private record Part(@Nullable Dropper by, @Nullable String site, boolean inPlace, boolean within) {}

    static boolean isOn() {
        return RECORDERS.getOpaque() != null;
    }

    static synchronized void add(HalfwayDrops recorder) {
        List<HalfwayDrops> all = new ArrayList<>(recorders == null ? List.of() : Arrays.asList(recorders));
        all.add(recorder);
        RECORDERS.setRelease(all.toArray(HalfwayDrops[]::new));
    }

    static synchronized void remove(HalfwayDrops recorder) {
        List<HalfwayDrops> all = new ArrayList<>(recorders == null ? List.of() : Arrays.asList(recorders));
        all.remove(recorder);
        RECORDERS.setRelease(all.isEmpty() ? null : all.toArray(HalfwayDrops[]::new));
    }

    /** On whose behalf the calling thread drops and aborts at the moment, if that is known. */
    static @Nullable Dropper declared() {
        return HERE.get().part.by;
    }

    /** Cancels {@code future} on behalf of {@code by}, unless that is part of a drop that was told of. */
    static void drop(Future<?> future, Dropper by, @Nullable String site, boolean inPlace) {
        DropRecording here = HERE.get();
        Part part = here.part;
        if (!part.within) {
            here.part = new Part(by, site, inPlace, false);
        }
        try {
            future.cancel();
        } finally {
            here.part = part;
        }
    }

    static void discard(Future<?> future) {
        DropRecording here = HERE.get();
        Part part = here.part;
        here.part = WITHIN;
        try {
            future.cancel();
        } finally {
            here.part = part;
        }
    }

    static void run(Runnable action, Dropper by) {
        DropRecording here = HERE.get();
        Part part = here.part;
        here.part = new Part(by, null, by.actsInPlace(), part.within);
        try {
            action.run();
        } finally {
            here.part = part;
        }
    }

    /** {@code future}, which has begun and not ended, is being dropped: tells of it, if it is the outermost, and does so. */
    static void halfway(Future<?> future, Runnable drop) {
        DropRecording here = HERE.get();
        Part part = here.part;
        if (!part.within) {
            here.tell(future);
        }
        here.part = part.within ? part : WITHIN;
        try {
            drop.run();
        } finally {
            here.part = part;
        }
    }

    /** One more poll of a block that is being dropped, in which its cleanup runs: what that drops is dropped by it. */
    static void cleanUp(CompiledBlock<?> block, Context cx) throws Exception {
        DropRecording here = HERE.get();
        Part part = here.part;
        here.part = CLEANUP;
        try {
            block.poll(cx);
        } finally {
            here.part = part;
        }
    }

    /** The cleanup of {@code block} has awaited something that was not ready, so it is cut short there. */
    static void cleanupCutShort(CompiledBlock<?> block) {
        DropRecording here = HERE.get();
        Part part = here.part;
        here.part = CLEANUP;
        here.tell(block);
        here.part = part;
    }

    private void tell(Future<?> dropped) {
        HalfwayDrops[] told = (HalfwayDrops[]) RECORDERS.getAcquire();
        if (told == null) {
            return;
        }
        Dropper by = part.by == null ? Dropper.CALLER : part.by;
        try {
            for (HalfwayDrops recorder : told) {
                recorder.dropped(dropped, by, part.site, part.inPlace, drops++);
            }
        } catch (Throwable failure) {
            Drop.report(failure); // a listener's; the future is dropped all the same
        }
    }
}
