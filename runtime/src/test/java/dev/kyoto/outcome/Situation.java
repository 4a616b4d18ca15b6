package dev.kyoto.outcome;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** One cell of the product: how a task ends, what becomes of its handle, and who aborts it when. */
record Situation(Workers workers, Ending ending, Handle handle, Moment abortedAt, Aborter aborter) {
    enum Workers {
        CALLERS_THREAD(0),
        ONE_WORKER(1),
        TWO_WORKERS(2),
        FOUR_WORKERS(4);

        final int count;

        Workers(int count) {
            this.count = count;
        }
    }

    enum Ending {
        RETURNS,
        THROWS_AN_EXCEPTION,
        THROWS_AN_ERROR,
        OVERFLOWS_THE_STACK,
        PENDS_FOR_EVER,
        PENDS_FOR_EVER_AND_FAILS_IN_CLEANUP;

        boolean comesByItself() {
            return this != PENDS_FOR_EVER && this != PENDS_FOR_EVER_AND_FAILS_IN_CLEANUP;
        }

        boolean isFailure() {
            return this == THROWS_AN_EXCEPTION || this == THROWS_AN_ERROR || this == OVERFLOWS_THE_STACK;
        }
    }

    /** A task is polled twice: the first poll is pending, and the second, after a wake, is the last. */
    enum Moment {
        BEFORE_THE_FIRST_POLL,
        DURING_THE_FIRST_POLL,
        WHILE_WAITING,
        DURING_THE_LAST_POLL,
        AFTER_THE_END,
        NEVER;

        boolean isPoll() {
            return this == DURING_THE_FIRST_POLL || this == DURING_THE_LAST_POLL;
        }
    }

    enum Handle {
        DROPPED_BEFORE_THE_FIRST_POLL(Moment.BEFORE_THE_FIRST_POLL),
        DROPPED_DURING_THE_FIRST_POLL(Moment.DURING_THE_FIRST_POLL),
        DROPPED_WHILE_WAITING(Moment.WHILE_WAITING),
        DROPPED_DURING_THE_LAST_POLL(Moment.DURING_THE_LAST_POLL),
        DROPPED_AFTER_THE_END(Moment.AFTER_THE_END),
        JOINED_BY_A_WAITING_TASK(Moment.NEVER),
        JOINED_AFTER_THE_END(Moment.NEVER),
        FORGOTTEN(Moment.NEVER);

        final Moment droppedAt;

        Handle(Moment droppedAt) {
            this.droppedAt = droppedAt;
        }

        boolean isDropped() {
            return droppedAt != Moment.NEVER;
        }
    }

    enum Aborter {
        A_PLAIN_THREAD,
        ANOTHER_TASK,
        THE_TASK_ITSELF,
        THE_SHUTDOWN,
        NOBODY
    }

    static List<Situation> all(Workers workers, Ending ending) {
        List<Situation> all = new ArrayList<>();
        for (Handle handle : Handle.values()) {
            for (Moment abortedAt : Moment.values()) {
                for (Aborter aborter : Aborter.values()) {
                    Situation situation = new Situation(workers, ending, handle, abortedAt, aborter);
                    if (situation.isPossible()) {
                        all.add(situation);
                    }
                }
            }
        }
        return all;
    }

    private boolean isPossible() {
        if ((abortedAt == Moment.NEVER) != (aborter == Aborter.NOBODY)
                || aborter == Aborter.THE_TASK_ITSELF && !abortedAt.isPoll()
                || aborter == Aborter.ANOTHER_TASK && abortedAt.isPoll() && workers.count < 2) {
            return false;
        }
        boolean ends = isDropped() || ending.comesByItself();
        if (abortedAt == Moment.AFTER_THE_END && !ending.comesByItself()
                || handle == Handle.DROPPED_AFTER_THE_END && !ends
                || handle == Handle.JOINED_BY_A_WAITING_TASK && (!ends || aborter == Aborter.THE_SHUTDOWN)) {
            return false;
        }
        return !handle.isDropped() || handle.droppedAt == Moment.AFTER_THE_END || comesTo(handle.droppedAt);
    }

    /** Whether an abort comes early enough to have the future dropped. The end of the runtime drops it in any case. */
    boolean isDropped() {
        return abortedAt == Moment.BEFORE_THE_FIRST_POLL
                || abortedAt == Moment.DURING_THE_FIRST_POLL
                || abortedAt == Moment.WHILE_WAITING
                || abortedAt == Moment.DURING_THE_LAST_POLL && !ending.comesByItself();
    }

    /** Whether the task lives to see {@code moment}. */
    boolean comesTo(Moment moment) {
        return !isDropped() || moment.compareTo(abortedAt) <= 0;
    }

    int polls() {
        if (!isDropped() || abortedAt == Moment.DURING_THE_LAST_POLL) {
            return 2;
        }
        return abortedAt == Moment.BEFORE_THE_FIRST_POLL ? 0 : 1;
    }

    @Override
    public String toString() {
        String abort =
                aborter == Aborter.NOBODY ? "not aborted" : "aborted " + words(abortedAt) + " by " + words(aborter);
        return words(ending) + ", " + abort + ", handle " + words(handle);
    }

    static String words(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
