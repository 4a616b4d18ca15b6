package dev.kyoto.task;

import static dev.kyoto.Kyoto.async;
import static dev.kyoto.Kyoto.scope;
import static dev.kyoto.Kyoto.select;
import static dev.kyoto.Kyoto.shield;
import static dev.kyoto.Kyoto.stream;
import static dev.kyoto.Kyoto.yieldNow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kyoto.Poller;
import dev.kyoto.RuntimeTestCase;
import dev.kyoto.futures.Future;
import dev.kyoto.futures.Poll;
import dev.kyoto.futures.PolledByHand;
import dev.kyoto.futures.stream.Streams;
import dev.kyoto.futures.sync.Oneshot;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a task has come to, when the future that waits for it is dropped before its next poll. */
class DroppedWhenReadyTest extends RuntimeTestCase {
    private static final Future<Integer> FAILING = Poller.failing(new IOException("no tea"));

    private void await(BooleanSupplier condition) throws Exception {
        runtime.blockOn(async(() -> {
            while (!condition.getAsBoolean()) {
                yieldNow().await();
            }
        }));
    }

    private <T extends @Nullable Object> PolledByHand<T> waiting(Future<T> future) throws Exception {
        var byHand = PolledByHand.of(future);
        assertTrue(runtime.enter(byHand::poll).isPending());
        return byHand;
    }

    private void awaitWakeOf(PolledByHand<?> waiting) throws Exception {
        await(() -> waiting.wakes() > 0);
    }

    // ---- handles

    interface Spawn {
        /** A task that fails when the gate is open. */
        JoinHandle<Integer> spawn(Spawner spawner, Oneshot.Receiver<Integer> gate);
    }

    static List<Named<Spawn>> spawns() {
        return List.of(
                Named.of("spawn", (spawner, gate) -> spawner.spawn(Poller.then(gate, FAILING))),
                Named.of("spawn under a name", (spawner, gate) -> spawner.spawn("tea", Poller.then(gate, FAILING))),
                Named.of(
                        "spawnBlocking",
                        (spawner, gate) -> spawner.spawnBlocking(() -> {
                            gate.blockingReceive();
                            throw new IOException("no tea");
                        })));
    }

    @ParameterizedTest
    @MethodSource("spawns")
    void failureThatAJoinerWasWokenForIsReportedWhenItIsDropped(Spawn spawn) throws Exception {
        var gate = Oneshot.<Integer>channel();
        var joining = waiting(spawn.spawn(runtime, gate.receiver()));
        gate.sender().send(1);
        awaitWakeOf(joining);
        assertEquals(List.of(), failures.seen());

        joining.cancel();
        joining.cancel();

        await(() -> !failures.seen().isEmpty());
        assertEquals(1, failures.seen().size());
        assertTrue(failures.seen().get(0).contains("no tea"), failures.seen().get(0));
    }

    @Test
    void failureOfAShieldedTaskIsReportedWhenNobodyWaits() throws Exception {
        var gate = Oneshot.<Integer>channel();
        var shielded = waiting(shield(Poller.then(gate.receiver(), FAILING)));
        gate.sender().send(1);
        awaitWakeOf(shielded);

        shielded.cancel();

        await(() -> !failures.seen().isEmpty());
    }

    // ---- sets

    @Test
    void taskThatHasEndedStaysInItsSet() throws Exception {
        var value = Oneshot.<Integer>channel();
        try (var set = new JoinSet<Integer>(runtime)) {
            set.spawn(value.receiver());
            var next = waiting(set.joinNext());
            value.sender().send(7);
            awaitWakeOf(next);

            next.cancel();

            assertEquals(1, set.size());
            assertEquals(7, runtime.blockOn(set.joinNext()).get());
        }
    }

    @Test
    void joinAllLosesTheValuesThatItHadAndNoOthers() throws Exception {
        var first = Oneshot.<Integer>channel();
        var second = Oneshot.<Integer>channel();
        try (var set = new JoinSet<Integer>(runtime)) {
            set.spawn(first.receiver());
            set.spawn(second.receiver());
            var all = waiting(set.joinAll());
            first.sender().send(1);
            awaitWakeOf(all);
            assertTrue(all.poll().isPending());
            int wakes = all.wakes();
            second.sender().send(2);
            await(() -> all.wakes() > wakes);

            all.cancel();

            assertEquals(2, runtime.blockOn(set.joinNext()).get());
            assertNull(runtime.blockOn(set.joinNext()));
        }
    }

    @Test
    void taskThatHasEndedStaysInItsMap() throws Exception {
        var value = Oneshot.<Integer>channel();
        try (var map = new JoinMap<String, Integer>(runtime)) {
            map.spawn("tea", value.receiver());
            var next = waiting(map.joinNext());
            value.sender().send(7);
            awaitWakeOf(next);

            next.cancel();

            assertEquals(1, map.size());
            Map.Entry<String, Outcome<Integer>> joined = Objects.requireNonNull(runtime.blockOn(map.joinNext()));
            assertEquals("tea", joined.getKey());
            assertEquals(7, joined.getValue().get());
        }
    }

    @Test
    void shutdownThatWasDoneIsDoneForTheNext() throws Exception {
        try (var set = new JoinSet<Integer>(runtime);
                var map = new JoinMap<String, Integer>(runtime)) {
            set.spawn(Oneshot.<Integer>channel().receiver());
            map.spawn("tea", Oneshot.<Integer>channel().receiver());
            for (Future<?> shutdown : List.of(set.shutdown(), map.shutdown())) {
                var ending = PolledByHand.of(shutdown);
                if (runtime.enter(ending::poll).isPending()) { // else a worker was as fast
                    awaitWakeOf(ending);
                    ending.cancel();
                }
            }

            runtime.blockOn(set.shutdown());
            runtime.blockOn(map.shutdown());
            assertEquals(List.of(0, 0), List.of(set.size(), map.size()));
        }
    }

    // ---- trackers, tokens and what is put around a future

    @Test
    void trackerThatIsEmptyIsSoForTheNext() throws Exception {
        var tracker = new TaskTracker();
        var tracked = tracker.track(Poller.yielding(0, 1));
        tracker.close();
        var drained = waiting(tracker.drained());
        tracked.cancel();
        assertEquals(1, drained.wakes());

        drained.cancel();

        assertTrue(PolledByHand.of(tracker.drained()).poll().isReady());
    }

    @Test
    void tokenThatWasCancelledIsSoForTheNext() throws Exception {
        var token = new CancellationToken();
        var cancelled = waiting(token.cancelled());
        token.cancel();
        assertEquals(1, cancelled.wakes());

        cancelled.cancel();

        assertTrue(PolledByHand.of(token.cancelled()).poll().isReady());
    }

    static List<Named<Function<Future<Integer>, Future<?>>>> wrappers() {
        return List.of(
                Named.of("TaskTracker.track", future -> new TaskTracker().track(future)),
                Named.of(
                        "CancellationToken.runUntilCancelled",
                        future -> new CancellationToken().runUntilCancelled(future)),
                Named.of(
                        "TaskLocal.where",
                        future -> TaskLocal.<String>of("user").where("ada", future)),
                Named.of("scope", future -> scope(s -> future.await())),
                Named.of("scope under a token", future -> scope(new CancellationToken(), s -> future.await())));
    }

    @ParameterizedTest
    @MethodSource("wrappers")
    void valueOfWhatIsInsideStaysWhereItIs(Function<Future<Integer>, Future<?>> wrapper) throws Exception {
        var value = Oneshot.<Integer>channel();
        Future<?> future = wrapper.apply(value.receiver());
        boolean isPending = runtime.blockOn(cx -> Poll.ready(future.poll(cx).isPending()));
        assertTrue(isPending);
        value.sender().send(7);

        runtime.blockOn(cx -> {
            future.cancel();
            return Poll.ready(null);
        });

        assertEquals(7, value.receiver().tryReceive());
    }

    @Test
    void shieldedTaskThatHasEndedHasDoneItsWork() throws Exception {
        var value = Oneshot.<Integer>channel();
        var shielded = waiting(shield(value.receiver().inspect(seven -> events.add("did " + seven))));
        value.sender().send(7);
        awaitWakeOf(shielded);

        shielded.cancel();

        assertEquals(List.of("did 7"), events);
        assertEquals(List.of(), failures.seen());
    }

    // ---- generators

    @Test
    void elementIsDeliveredOnceThoughItsEmitIsDroppedWhenTheReaderIsBack() throws Exception {
        var numbers = stream(out -> {
            select(Poller.yielding(1, 0), out.emit(1)).biased().await();
            out.emit(2).await();
        });

        assertEquals(List.of(1, 2), runtime.blockOn(numbers.toList()));
    }

    @Test
    void elementsBehindTheOneThatWasReadAreLostWithTheirEmitAll() throws Exception {
        var numbers = stream(out -> {
            select(Poller.yielding(1, 0), out.emitAll(Streams.of(1, 8, 9)))
                    .biased()
                    .await();
            out.emit(2).await();
        });

        assertEquals(List.of(1, 2), runtime.blockOn(numbers.toList()));
    }

    @Test
    void elementOfAGeneratorIsReadByTheNext() throws Exception {
        var gate = Oneshot.<Integer>channel();
        var numbers = stream(out -> out.emit(gate.receiver().await()).await());
        var next = waiting(numbers.next());
        gate.sender().send(1);
        assertEquals(1, next.wakes());

        next.cancel();

        assertEquals(1, runtime.blockOn(numbers.next()));
    }
}
