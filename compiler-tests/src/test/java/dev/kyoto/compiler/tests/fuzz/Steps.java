package dev.kyoto.compiler.tests.fuzz;

import dev.kyoto.futures.AbstractFuture;
import dev.kyoto.futures.Cancelled;
import dev.kyoto.futures.Context;
import dev.kyoto.futures.Future;
import dev.kyoto.futures.Poll;
import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;
import java.util.concurrent.Callable;

/**
 * What generated code calls, in both of its forms: wherever the async form awaits a future of {@link #later}, the plain form
 * calls {@link #at}. Both keep a trace, and meet the same {@link Scenario}.
 *
 * <p>For a block that is dropped, the plain form is the model of what must happen: at that step it throws {@link Dropped},
 * and so it does at every later step that would be pending.
 */
public final class Steps {
    private static final int LONGEST_TRACE = 5000;

    final List<String> trace = new ArrayList<>();
    private final Scenario scenario;
    private int step;

    /** Whether the block was dropped. */
    private boolean dropped;

    /** How often the plain form has thrown {@link Dropped}. */
    private int drops;

    /** Whether the async form waits at the step at which it is to be dropped. */
    private boolean atCancelledStep;

    /** Futures of the async form that were pending and have neither ended nor been dropped. */
    private int waiting;

    Steps(Scenario scenario) {
        this.scenario = scenario;
    }

    /** A run that takes too long, in both forms at the same point. */
    static final class TooLong extends Error {}

    /** Unwinds the plain form. */
    static final class Dropped extends Error {}

    public static class Fault extends Exception {
        public Fault(String message) {
            super(message);
        }
    }

    public static final class OtherFault extends Fault {
        public OtherFault(String message) {
            super(message);
        }
    }

    /** Notes something that happened. */
    void log(String event) {
        trace.add(event);
        if (trace.size() > LONGEST_TRACE) {
            throw new TooLong();
        }
    }

    public int count() {
        return step;
    }

    boolean isTooLong() {
        return trace.size() > LONGEST_TRACE;
    }

    boolean isAtCancelledStep() {
        return atCancelledStep;
    }

    boolean wasDropped() {
        return dropped;
    }

    void drop() {
        dropped = true;
    }

    int waiting() {
        return waiting;
    }

    // ---- called by generated code in both forms

    public <T> T note(int place, T value) {
        log("note " + place + " " + text(value));
        return value;
    }

    /** Goes on or fails, in both forms without waiting. */
    public void poke(int place) throws Exception {
        int number = step++;
        log("poke " + place);
        failIfAsked(number);
    }

    /** What javac cannot know to be true. */
    public boolean yes() {
        return true;
    }

    public Resource open(int place, int number) {
        log("open " + place + " " + number);
        return new Resource(place);
    }

    public final class Resource implements AutoCloseable {
        private final int place;

        Resource(int place) {
            this.place = place;
        }

        @Override
        public void close() throws Exception {
            int number = step++;
            log("close " + place);
            failIfAsked(number);
        }

        @Override
        public String toString() {
            return "resource " + place;
        }
    }

    private void failIfAsked(int number) throws Exception {
        if (scenario.fails(number)) {
            throw switch (number % 3) {
                case 0 -> new Fault("step " + number);
                case 1 -> new OtherFault("step " + number);
                default -> new IllegalStateException("step " + number);
            };
        }
    }

    // ---- the async form

    /** A future of {@code value} that is ready, later or never, or fails, as the scenario has it. */
    public <T> Future<T> later(int place, T value) {
        return new Later<>(place, value);
    }

    /** As {@link #later}, by the type of one kind of future. */
    public <T> Later<T> soon(int place, T value) {
        return new Later<>(place, value);
    }

    public final class Later<T> extends AbstractFuture<T> {
        private final int place;
        private final T value;
        private int number;
        private int pendingPolls = -1;

        Later(int place, T value) {
            this.place = place;
            this.value = value;
        }

        @Override
        protected Poll<T> step(Context cx) throws Exception {
            boolean first = pendingPolls < 0;
            if (first) {
                number = step++;
                log("at " + place + " " + text(value));
                pendingPolls = scenario.pendingPolls(number);
                if (number == scenario.cancelledStep() && !dropped) {
                    pendingPolls = Integer.MAX_VALUE;
                    atCancelledStep = true;
                }
                waiting += pendingPolls > 0 ? 1 : 0;
            }
            if (pendingPolls > 0) {
                pendingPolls--;
                if (!atCancelledStep) {
                    cx.defer();
                }
                return Poll.pending();
            }
            waiting -= first ? 0 : 1;
            failIfAsked(number);
            return readyWith(value);
        }

        @Override
        protected void dropped() {
            waiting -= pendingPolls < 0 ? 0 : 1;
        }
    }

    // ---- the plain form

    public <T> T at(int place, T value) throws Exception {
        int number = step++;
        log("at " + place + " " + text(value));
        if (number == scenario.cancelledStep() && !dropped) {
            dropped = true;
            throw dropHere();
        }
        if (dropped && scenario.pendingPolls(number) > 0) {
            throw dropHere();
        }
        failIfAsked(number);
        return value;
    }

    private Dropped dropHere() {
        drops++;
        return new Dropped();
    }

    /** What awaiting a nested block amounts to: a block that is dropped ends there, whatever it returns or throws. */
    public <T> T call(Callable<T> block) throws Exception {
        int before = drops;
        T value = null;
        try {
            value = block.call();
        } catch (Throwable failure) {
            if (drops == before || failure instanceof TooLong) {
                throw failure;
            }
            endOfDrop(failure);
        }
        if (drops == before) {
            return value;
        }
        throw dropHere();
    }

    public interface Action {
        void run() throws Exception;
    }

    public void act(Action block) throws Exception {
        call(() -> {
            block.run();
            return null;
        });
    }

    /** What is reported at the end of a block that was dropped. */
    void endOfDrop(Throwable failure) {
        if (failure instanceof Dropped) {
            for (Throwable suppressed : failure.getSuppressed()) {
                report(suppressed);
            }
        } else {
            report(failure);
        }
    }

    void report(Throwable failure) {
        trace.add("reported " + describe(failure));
    }

    // ---- comparing

    static String describe(Throwable failure) {
        if (failure instanceof Dropped || failure instanceof Cancelled) {
            return "the drop";
        }
        // The JVM's message of this one names locals and methods, which are others in the other form.
        StringBuilder text = new StringBuilder(
                failure instanceof NullPointerException ? failure.getClass().getName() : failure.toString());
        for (Throwable suppressed : failure.getSuppressed()) {
            text.append(" [").append(describe(suppressed)).append(']');
        }
        return text.toString();
    }

    /** A value as traces show it. */
    public static String text(Object value) {
        if (value instanceof Throwable failure) {
            return describe(failure);
        }
        String text = value != null && value.getClass().isArray() ? arrayText(value) : String.valueOf(value);
        return text.length() <= 60 ? text : text.substring(0, 60) + "#" + text.hashCode();
    }

    private static String arrayText(Object array) {
        StringJoiner text = new StringJoiner(", ", "[", "]");
        for (int i = 0; i < Array.getLength(array); i++) {
            text.add(text(Array.get(array, i)));
        }
        return text.toString();
    }
}
