package dev.kyoto;

import static dev.kyoto.Kyoto.async;
import static dev.kyoto.Kyoto.join;
import static dev.kyoto.Kyoto.yieldNow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kyoto.futures.Context;
import dev.kyoto.futures.Future;
import dev.kyoto.futures.Poll;
import dev.kyoto.task.BlockedWorker;
import dev.kyoto.task.JoinHandle;
import dev.kyoto.task.Listening;
import dev.kyoto.task.RuntimeListener;
import dev.kyoto.task.TaskInfo;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Listeners that come to a runtime that runs, hear of a sample, and go. */
@ParameterizedClass
@EnumSource(Flavor.class)
class LateListenerTest {
    @Parameter
    Flavor flavor;

    /** Writes down what concerns the tasks of a name. */
    private static final class Recorder implements RuntimeListener {
        final List<String> heard = Collections.synchronizedList(new ArrayList<>());
        final Set<Long> spawned = ConcurrentHashMap.newKeySet();
        final Set<Long> polled = ConcurrentHashMap.newKeySet();
        final Set<Long> deaf = ConcurrentHashMap.newKeySet();
        final CountDownLatch blocked = new CountDownLatch(1);

        private void add(String event, TaskInfo task) {
            if (task.name().equals("heard")) {
                heard.add(event);
            }
        }

        @Override
        public void taskSpawned(TaskInfo task) {
            spawned.add(task.id());
            add("spawned", task);
        }

        @Override
        public void taskWoken(TaskInfo task, boolean bySelf) {
            add(bySelf ? "woken by itself" : "woken", task);
        }

        @Override
        public void budgetExhausted(TaskInfo task) {
            add("exhausted", task);
        }

        @Override
        public void wakerNotTaken(TaskInfo task) {
            deaf.add(task.id());
            add("waker not taken", task);
        }

        @Override
        public void pollStarted(int worker, TaskInfo task) {
            polled.add(task.id());
            add("poll", task);
        }

        @Override
        public void pollEnded(int worker, TaskInfo task) {
            add("polled", task);
        }

        @Override
        public void taskEnded(TaskInfo task) {
            add("ended", task);
        }

        @Override
        public void workerBlocked(BlockedWorker news) {
            if (news.taskName().equals("heard")) {
                blocked.countDown();
            }
        }

        List<String> all() {
            return List.of(heard.toArray(new String[0]));
        }
    }

    @Test
    void listenerThatComesWhileATaskSleepsHearsTheRestOfItsLife() throws Exception {
        Recorder recorder = new Recorder();
        Signal<Integer> signal = new Signal<>();
        Witness witness = new Witness();
        try (Runtime runtime = flavor.builder().listener(witness).build()) {
            JoinHandle<Integer> task = runtime.spawn("heard", signal);
            witness.awaitPoll(runtime);

            runtime.addListener(recorder);
            signal.send(1);
            runtime.blockOn(task);
        }

        assertEquals(List.of("woken", "poll", "ended", "polled"), recorder.all());
    }

    @Test
    void listenerThatComesDuringAPollHearsNothingOfThatPoll() throws Exception {
        Recorder recorder = new Recorder();
        try (Runtime runtime = flavor.builder().build()) {
            JoinHandle<Integer> task =
                    runtime.spawn("heard", firstPoll(() -> runtime.addListener(recorder), Poller.yielding(1, 1)));
            runtime.blockOn(task);
        }

        assertEquals(List.of("woken by itself", "poll", "ended", "polled"), recorder.all());
    }

    @Test
    void listenerThatGoesHearsTheEndOfThePollItHeardBeginAndNothingElse() throws Exception {
        Recorder recorder = new Recorder();
        try (Runtime runtime = flavor.builder().build()) {
            Listening listening = runtime.addListener(recorder);
            JoinHandle<Integer> task = runtime.spawn("heard", firstPoll(listening::close, Poller.yielding(1, 1)));
            runtime.blockOn(task);
            listening.close(); // again
        }

        assertEquals(List.of("spawned", "poll", "polled"), recorder.all());
    }

    @Test
    void othersHearOnWhenOneGoes() throws Exception {
        Recorder first = new Recorder();
        Recorder second = new Recorder();
        try (Runtime runtime = flavor.builder().listener(first).build()) {
            runtime.addListener(second).close();
            runtime.blockOn(runtime.spawn("heard", Poller.yielding(0, 1)));
        }

        assertEquals(List.of("spawned", "poll", "ended", "polled"), first.all());
        assertEquals(List.of(), second.all());
    }

    @Test
    void wakeOfATaskThatIsScheduledAlreadyIsNotTold() throws Exception {
        Recorder recorder = new Recorder();
        try (Runtime runtime = flavor.builder().listener(recorder).build()) {
            JoinHandle<Integer> task = runtime.spawn("heard", new Future<>() {
                private boolean woken;

                @Override
                public Poll<Integer> poll(Context cx) {
                    if (woken) {
                        return Poll.ready(1);
                    }
                    woken = true;
                    cx.waker().wake();
                    cx.waker().wake();
                    cx.defer();
                    return Poll.pending();
                }
            });
            runtime.blockOn(task);
        }

        assertEquals(
                List.of("spawned", "poll", "woken by itself", "polled", "poll", "ended", "polled"), recorder.all());
    }

    @Test
    void exhaustedBudgetIsToldOncePerPollAndIsNoWakeByTheTask() throws Exception {
        Recorder recorder = new Recorder();
        try (Runtime runtime = flavor.builder().listener(recorder).build()) {
            JoinHandle<Integer> task = runtime.spawn("heard", new Future<>() {
                private boolean polled;

                @Override
                public Poll<Integer> poll(Context cx) {
                    if (polled) {
                        return Poll.ready(1);
                    }
                    polled = true;
                    while (cx.proceed()) {
                        continue;
                    }
                    cx.proceed(); // as a second future of a join would
                    return Poll.pending();
                }
            });
            runtime.blockOn(task);
        }

        assertEquals(List.of("spawned", "poll", "exhausted", "polled", "poll", "ended", "polled"), recorder.all());
    }

    @Test
    void pollThatArrangesForNoWakeIsToldUnlessItDid() throws Exception {
        Recorder recorder = new Recorder();
        Witness witness = new Witness();
        Signal<Integer> slept = new Signal<>();
        try (Runtime runtime =
                flavor.builder().listener(recorder).listener(witness).build()) {
            JoinHandle<Object> careless = runtime.spawn("heard", cx -> Poll.pending());
            JoinHandle<Integer> careful = runtime.spawn(
                    "careful",
                    Poller.then(
                            join(Poller.yielding(1, 1), Kyoto.sleep(Duration.ofMillis(1))),
                            Poller.then(TaskTest.sending(slept, 1), new Signal<>())));
            runtime.blockOn(slept);
            witness.awaitPoll(runtime);

            assertEquals(List.of("spawned", "poll", "waker not taken", "polled"), recorder.all());
            careless.abort();
            careful.abort();
            runtime.close();
            assertEquals(Set.of(careless.id()), recorder.deaf);
        }
    }

    @Test
    void sampleIsDecidedByTheIdAndEvenlySpread() throws Exception {
        Recorder all = new Recorder();
        Recorder some = new Recorder();
        try (Runtime runtime = flavor.builder().listener(all).build()) {
            Listening listening = runtime.addListener(some, 16);
            runtime.blockOn(async(() -> {
                for (int i = 0; i < 2_000; i++) {
                    Kyoto.spawn(async(() -> yieldNow().await()));
                    Kyoto.spawn(async(() -> yieldNow().await())).await();
                }
            }));
            runtime.close();

            all.spawned.forEach(id -> {
                assertEquals(listening.hearsOf(id), some.spawned.contains(id));
                assertEquals(listening.hearsOf(id), some.polled.contains(id));
            });
        }
        int expected = all.spawned.size() / 16;
        assertTrue(Math.abs(some.spawned.size() - expected) < expected / 3, some.spawned.size() + " of " + expected);
        List<Long> ids = all.spawned.stream().sorted().toList(); // of which every other was spawned by another line
        long even = ids.stream()
                .filter(id -> id % 2 == 0 && some.spawned.contains(id))
                .count();
        assertTrue(Math.abs(2 * even - expected) < expected / 3, even + " of " + some.spawned.size());
    }

    @Test
    void coarserSampleIsPartOfTheFinerOne() {
        try (Runtime runtime = flavor.builder().build()) {
            Listening fine = runtime.addListener(new Recorder(), 8);
            Listening coarse = runtime.addListener(new Recorder(), 64);
            for (long id = 1; id < 100_000; id++) {
                assertTrue(fine.hearsOf(id) || !coarse.hearsOf(id), "task " + id);
            }
            coarse.sample(8);
            assertEquals(8, coarse.oneOf());
            for (long id = 1; id < 10_000; id++) {
                assertEquals(fine.hearsOf(id), coarse.hearsOf(id), "task " + id);
            }
        }
    }

    @Test
    void taskThatLeavesTheSampleIsNotHeardOfAnyMoreAndOneThatEntersItIs() throws Exception {
        Recorder recorder = new Recorder();
        Witness witness = new Witness();
        try (Runtime runtime = flavor.builder().listener(witness).build()) {
            Listening listening = runtime.addListener(recorder, 1 << 30);
            Signal<Integer> signal = new Signal<>();
            JoinHandle<Integer> task = runtime.spawn("heard", signal);
            witness.awaitPoll(runtime);
            assertFalse(listening.hearsOf(task.id()));
            listening.sample(1);
            signal.send(1);
            runtime.blockOn(task);
            listening.sample(1 << 30);
            runtime.blockOn(runtime.spawn("heard", Poller.yielding(0, 1)));
        }

        assertEquals(List.of("woken", "poll", "ended", "polled"), recorder.all());
    }

    @Test
    void sampleThatIsNoPowerOfTwoIsRefused() {
        try (Runtime runtime = flavor.builder().build()) {
            Listening listening = runtime.addListener(new Recorder());
            assertThrows(IllegalArgumentException.class, () -> runtime.addListener(new Recorder(), 0));
            assertThrows(IllegalArgumentException.class, () -> runtime.addListener(new Recorder(), Integer.MIN_VALUE));
            assertThrows(IllegalArgumentException.class, () -> listening.sample(3));
            assertEquals(1, listening.oneOf());
        }
    }

    @Test
    void spareWorkerThatComesLaterIsHeard() throws Exception {
        Recorder recorder = new Recorder();
        Runtime.Builder builder = Runtime.builder()
                .workers(1)
                .blockedAfter(Duration.ofMillis(2))
                .spareAfter(Duration.ofMillis(4))
                .onBlockedWorker(news -> {});
        try (Runtime runtime = builder.build()) {
            runtime.addListener(recorder);
            CountDownLatch helped = new CountDownLatch(1);
            JoinHandle<Integer> blocker = runtime.spawn("heard", cx -> {
                recorder.blocked.await();
                runtime.spawn("heard", firstPoll(helped::countDown, Poller.yielding(0, 1)));
                helped.await();
                return Poll.ready(1);
            });
            runtime.blockOn(blocker);
        }

        assertEquals(2, Collections.frequency(recorder.all(), "poll"));
        assertEquals(2, Collections.frequency(recorder.all(), "ended"));
    }

    /** Lets a test wait for the end of the first poll of a task that is to be heard of. */
    private static final class Witness implements RuntimeListener {
        private final CountDownLatch polled = new CountDownLatch(1);

        @Override
        public void pollEnded(int worker, TaskInfo task) {
            if (task.name().equals("heard")) {
                polled.countDown();
            }
        }

        void awaitPoll(Runtime runtime) throws Exception {
            while (polled.getCount() > 0) {
                runtime.blockOn(Poller.yielding(1, 1)); // which runs the others, of a runtime without threads
            }
        }
    }

    /** As {@code future}, but for what its first poll does before. */
    private static <T> Future<T> firstPoll(Runnable before, Future<T> future) {
        return new Future<>() {
            private boolean polled;

            @Override
            public Poll<T> poll(Context cx) throws Exception {
                if (!polled) {
                    polled = true;
                    before.run();
                }
                return future.poll(cx);
            }
        };
    }
}
