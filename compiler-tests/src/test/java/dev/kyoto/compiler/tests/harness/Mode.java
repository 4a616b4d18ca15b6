package dev.kyoto.compiler.tests.harness;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kyoto.futures.Future;
import dev.kyoto.futures.PolledByHand;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A way to drive a block, always beside its twin: they have to do the same and to end in the same way. */
enum Mode {
    /** Every future is ready at its first poll. */
    READY {
        @Override
        void drive(Construct.Body body, Twin.Body twin) throws Exception {
            Mode.driveToTheEnd(body, twin, false, Turn.NONE);
        }
    },

    /** Every future is ready at its second poll, so that the block is suspended at each await. */
    PENDING {
        @Override
        void drive(Construct.Body body, Twin.Body twin) throws Exception {
            Mode.driveToTheEnd(body, twin, true, Turn.NONE);
        }
    },

    /** Each await fails in its turn, at once and later. */
    FAILING {
        @Override
        void drive(Construct.Body body, Twin.Body twin) throws Exception {
            for (int await = 1; await <= twin.awaits(); await++) {
                Turn turn = new Turn(await, Turn.Kind.FAIL);
                Mode.driveToTheEnd(body, twin, false, turn);
                Mode.driveToTheEnd(body, twin, true, turn);
            }
        }
    },

    /** The block is dropped at each await in turn; awaits in its cleanup are ready, or are not. */
    CANCELLED {
        @Override
        void drive(Construct.Body body, Twin.Body twin) throws Exception {
            for (int await = 1; await <= twin.awaits(); await++) {
                Mode.drop(body, twin, new Turn(await, Turn.Kind.DROP));
                Mode.drop(body, twin, new Turn(await, Turn.Kind.DROP_FOR_GOOD));
            }
        }
    };

    abstract void drive(Construct.Body body, Twin.Body twin) throws Exception;

    private static void driveToTheEnd(Construct.Body body, Twin.Body twin, boolean pending, Turn turn) {
        Journal journal = new Journal();
        Script script = new Script(pending, turn, journal);
        int[] suspensions = {0};
        Outcome outcome = Outcome.of(() -> {
            PolledByHand<?> polled = PolledByHand.of(body.of(script));
            while (true) {
                var poll = polled.poll();
                if (poll.isReady()) {
                    return poll.value();
                }
                suspensions[0]++;
            }
        });
        Twin.Run plain = twin.run(turn);
        assertSame(plain, journal, outcome.text(), turn);
        assertEquals(pending ? plain.awaits() : 0, suspensions[0], () -> "suspensions, " + turn);
        assertEquals(List.of(), script.left(), () -> "futures left behind, " + turn);
    }

    private static void drop(Construct.Body body, Twin.Body twin, Turn turn) throws Exception {
        Journal journal = new Journal();
        Script script = new Script(true, turn, journal);
        Future<?> block = body.of(script);
        PolledByHand<?> polled = PolledByHand.of(block);
        for (int await = 1; await <= turn.await(); await++) {
            assertTrue(polled.poll().isPending(), () -> "suspended before " + turn);
        }
        List<String> reported = reportedBy(polled::cancel);
        Twin.Run plain = twin.run(turn);
        assertSame(plain, journal, plain.outcome().text(), turn);
        assertEquals(failuresOf(plain.outcome()), reported, () -> "failures of the cleanup, " + turn);
        assertEquals(List.of(), script.left(), () -> "futures left behind, " + turn);
        assertThrows(IllegalStateException.class, polled::poll);
        polled.cancel();
        assertEquals(plain.journal().lines(), journal.lines(), () -> "after the end, " + turn);
    }

    private static void assertSame(Twin.Run plain, Journal journal, String outcome, Turn turn) {
        // As one text, so that a difference is shown in its surroundings.
        assertEquals(
                String.join("\n", plain.journal().lines()) + "\n=> "
                        + plain.outcome().text(),
                String.join("\n", journal.lines()) + "\n=> " + outcome,
                () -> "what plain Java does, " + turn);
    }

    /** What the drop has to report: whatever came out of the cleanup but the drop itself. */
    private static List<String> failuresOf(Outcome outcome) {
        Throwable thrown = outcome.thrown();
        if (thrown == null) {
            return List.of();
        }
        return Twin.isDrop(thrown)
                ? Arrays.stream(thrown.getSuppressed()).map(Outcome::text).toList()
                : List.of(Outcome.text(thrown));
    }

    private static List<String> reportedBy(Runnable drop) {
        List<String> reported = new ArrayList<>();
        Thread thread = Thread.currentThread();
        var before = thread.getUncaughtExceptionHandler();
        thread.setUncaughtExceptionHandler((where, failure) -> reported.add(Outcome.text(failure)));
        try {
            drop.run();
        } finally {
            thread.setUncaughtExceptionHandler(before);
        }
        return reported;
    }
}
