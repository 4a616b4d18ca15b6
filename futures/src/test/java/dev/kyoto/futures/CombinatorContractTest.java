package dev.kyoto.futures;

import static dev.kyoto.futures.Futures.abortable;
import static dev.kyoto.futures.Futures.failed;
import static dev.kyoto.futures.Futures.join;
import static dev.kyoto.futures.Futures.joinAll;
import static dev.kyoto.futures.Futures.on;
import static dev.kyoto.futures.Futures.onIf;
import static dev.kyoto.futures.Futures.pin;
import static dev.kyoto.futures.Futures.race;
import static dev.kyoto.futures.Futures.ready;
import static dev.kyoto.futures.Futures.select;
import static dev.kyoto.futures.Futures.selectAll;
import static dev.kyoto.futures.Futures.selectOk;
import static dev.kyoto.futures.Futures.shared;
import static dev.kyoto.futures.Futures.tryJoin;
import static dev.kyoto.futures.Futures.tryJoinAll;

import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;

/** The contract, for every combinator. */
class CombinatorContractTest {
    /** More than one word of bits. */
    private static final int VERY_WIDE = 130;

    abstract static class OverOne extends FutureContract {
        @Override
        final int width() {
            return 1;
        }

        @Override
        final Future<?> combine(Probe[] children) {
            return over(children[0]);
        }

        abstract Future<?> over(Future<String> child);
    }

    abstract static class Selecting extends FutureContract {
        @Override
        final boolean endsWithTheFirst() {
            return true;
        }
    }

    @Nested
    class MapOverItsSource extends OverOne {
        @Override
        Future<?> over(Future<String> child) {
            return child.map(String::length);
        }
    }

    @Nested
    class InspectOverItsSource extends OverOne {
        @Override
        Future<?> over(Future<String> child) {
            return child.inspect(value -> {});
        }
    }

    @Nested
    class CatchingOverItsSource extends OverOne {
        @Override
        Future<?> over(Future<String> child) {
            return child.catching()
                    .andThen(result ->
                            result instanceof Result.Failure<String> caught ? failed(caught.failure()) : ready(result));
        }
    }

    @Nested
    class SharedByOne extends OverOne {
        @Override
        Future<?> over(Future<String> child) {
            return shared(child);
        }
    }

    @Nested
    class AbortableThatIsNotAborted extends OverOne {
        @Override
        Future<?> over(Future<String> child) {
            return abortable(child);
        }
    }

    @Nested
    class UnconstrainedOverItsSource extends OverOne {
        @Override
        Future<?> over(Future<String> child) {
            return Futures.unconstrained(child);
        }

        @Override
        boolean keepsTheBudget() {
            return false;
        }
    }

    @Nested
    class AndThenOverItsFirstFuture extends OverOne {
        @Override
        Future<?> over(Future<String> child) {
            return child.andThen(value -> ready(1));
        }
    }

    @Nested
    class AndThenOverItsSecondFuture extends OverOne {
        @Override
        Future<?> over(Future<String> child) {
            return ready(1).andThen(value -> child);
        }

        @Override
        boolean knowsItsChildrenFromTheStart() {
            return false;
        }
    }

    @Nested
    class OrElseOverItsFirstFuture extends OverOne {
        @Override
        Future<?> over(Future<String> child) {
            return child.orElse(failure -> failed(failure));
        }
    }

    @Nested
    class OrElseOverItsSecondFuture extends OverOne {
        @Override
        Future<?> over(Future<String> child) {
            Future<String> first = failed(new IOException("no coffee"));
            return first.orElse(failure -> child);
        }

        @Override
        boolean knowsItsChildrenFromTheStart() {
            return false;
        }
    }

    @Nested
    class FuseOverItsSource extends OverOne {
        @Override
        Future<?> over(Future<String> child) {
            return child.fuse();
        }

        @Override
        boolean isFused() {
            return true;
        }
    }

    @Nested
    class PinnedDroppedByClose extends OverOne {
        @Override
        Future<?> over(Future<String> child) {
            return pin(child);
        }

        @Override
        void drop(Future<?> future) {
            ((Pinned<?>) future).close();
        }
    }

    @Nested
    class SelectOfOne extends OverOne {
        @Override
        Future<?> over(Future<String> child) {
            return select(on(child, value -> value));
        }
    }

    @Nested
    class SelectWithinItsHandler extends OverOne {
        @Override
        Future<?> over(Future<String> child) {
            return select(on(ready("go"), HandBlock.handler(go -> child)));
        }

        @Override
        boolean knowsItsChildrenFromTheStart() {
            return false;
        }
    }

    @Nested
    class SelectWithinOrElse extends OverOne {
        @Override
        Future<?> over(Future<String> child) {
            Select<String> select = select(onIf(false, ready("no"), no -> no));
            return select.orElse(HandBlock.block(nothing -> child));
        }

        @Override
        boolean knowsItsChildrenFromTheStart() {
            return false;
        }
    }

    @Nested
    class JoinOfTwo extends FutureContract {
        @Override
        int width() {
            return 2;
        }

        @Override
        Future<?> combine(Probe[] c) {
            return join(c[0], c[1]);
        }
    }

    @Nested
    class JoinOfEight extends FutureContract {
        @Override
        int width() {
            return 8;
        }

        @Override
        Future<?> combine(Probe[] c) {
            return join(c[0], c[1], c[2], c[3], c[4], c[5], c[6], c[7]);
        }
    }

    @Nested
    class TryJoinOfThree extends FutureContract {
        @Override
        int width() {
            return 3;
        }

        @Override
        Future<?> combine(Probe[] c) {
            return tryJoin(c[0], c[1], c[2]);
        }
    }

    @Nested
    class JoinAllOfFew extends FutureContract {
        @Override
        int width() {
            return Combinator.WIDE - 1;
        }

        @Override
        Future<?> combine(Probe[] children) {
            return joinAll(List.of(children));
        }
    }

    @Nested
    class JoinAllJustWide extends FutureContract {
        @Override
        int width() {
            return Combinator.WIDE;
        }

        @Override
        Future<?> combine(Probe[] children) {
            return joinAll(List.of(children));
        }
    }

    @Nested
    class JoinAllOfMany extends FutureContract {
        @Override
        int width() {
            return VERY_WIDE;
        }

        @Override
        Future<?> combine(Probe[] children) {
            return joinAll(List.of(children));
        }
    }

    @Nested
    class TryJoinAllOfMany extends FutureContract {
        @Override
        int width() {
            return VERY_WIDE;
        }

        @Override
        Future<?> combine(Probe[] children) {
            return tryJoinAll(List.of(children));
        }
    }

    @Nested
    class SelectOfTwo extends Selecting {
        @Override
        int width() {
            return 2;
        }

        @Override
        Future<?> combine(Probe[] c) {
            return select(c[0], c[1]);
        }
    }

    @Nested
    class BiasedSelectOfEight extends Selecting {
        @Override
        int width() {
            return 8;
        }

        @Override
        Future<?> combine(Probe[] c) {
            return select(c[0], c[1], c[2], c[3], c[4], c[5], c[6], c[7]).biased();
        }
    }

    @Nested
    class SelectOfMany extends Selecting {
        @Override
        int width() {
            return VERY_WIDE;
        }

        @Override
        @SuppressWarnings({"unchecked", "rawtypes"}) // an array of branches
        Future<?> combine(Probe[] children) {
            Branch<String>[] branches =
                    Stream.of(children).map(child -> on(child, value -> value)).toArray(Branch[]::new);
            return select(branches);
        }
    }

    @Nested
    class SelectOfSelectsAndJoins extends Selecting {
        @Override
        int width() {
            return 4;
        }

        @Override
        Future<?> combine(Probe[] c) {
            return select(select(c[0], c[1]), select(c[2], c[3]));
        }
    }

    @Nested
    class RaceOfTwo extends Selecting {
        @Override
        int width() {
            return 2;
        }

        @Override
        Future<?> combine(Probe[] c) {
            return race(c[0], c[1]);
        }
    }

    @Nested
    class SelectAllOfMany extends Selecting {
        @Override
        int width() {
            return VERY_WIDE;
        }

        @Override
        Future<?> combine(Probe[] children) {
            return selectAll(List.of(children));
        }
    }

    @Nested
    class SelectOkOfMany extends Selecting {
        @Override
        int width() {
            return VERY_WIDE;
        }

        @Override
        Future<?> combine(Probe[] children) {
            return selectOk(List.of(children));
        }
    }
}
