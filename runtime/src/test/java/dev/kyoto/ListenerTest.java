package dev.kyoto;

import static dev.kyoto.Kyoto.*;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kyoto.task.JoinHandle;
import dev.kyoto.task.RuntimeListener;
import dev.kyoto.task.TaskInfo;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What listeners hear, and that they harm nobody. */
@ParameterizedClass
@EnumSource(Flavor.class)
class ListenerTest {
    @Parameter
    Flavor flavor;

    private final Failures failures = new Failures();
    private final List<String> heard = Collections.synchronizedList(new ArrayList<>());

    /** Writes down what concerns the task of a name, and all workers. */
    private final class Recorder implements RuntimeListener {
        private final String prefix;

        Recorder(String prefix) {
            this.prefix = prefix;
        }

        private void add(String event) {
            heard.add(prefix + event);
        }

        private void add(String event, TaskInfo task) {
            if (task.name().equals("heard")) {
                add(event);
            }
        }

        @Override
        public void workerStarted(int worker) {
            add("started " + worker);
        }

        @Override
        public void workerStopped(int worker) {
            add("stopped " + worker);
        }

        @Override
        public void workerParking(int worker) {
            add("parking " + worker);
        }

        @Override
        public void workerUnparked(int worker) {
            add("unparked " + worker);
        }

        @Override
        public void taskSpawned(TaskInfo task) {
            add("spawned", task);
        }

        @Override
        public void pollStarted(int worker, TaskInfo task) {
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
    }

    private List<String> heardOfTask() {
        return Stream.of(heard.toArray(new String[0]))
                .filter(event -> !event.contains(" "))
                .toList();
    }

    @Test
    void lifeOfATaskIsHeardInOrder() throws Exception {
        try (Runtime runtime = flavor.builder().listener(new Recorder("")).build()) {
            JoinHandle<Integer> task = runtime.spawn("heard", Poller.yielding(1, 1));
            runtime.blockOn(task);
            assertTrue(heardOfTask().contains("ended")); // before whoever joins it
            runtime.close();
        }

        assertEquals(List.of("spawned", "poll", "polled", "poll", "ended", "polled"), heardOfTask());
    }

    @Test
    void everyEndIsHeard() throws Exception {
        Runtime runtime = flavor.builder()
                .listener(new Recorder(""))
                .uncaughtHandler(failures)
                .build();
        JoinHandle<Integer> failing = runtime.spawn("heard", Poller.failing(new IOException("gone")));
        assertThrows(IOException.class, () -> runtime.blockOn(failing));
        runtime.spawn("heard", new Signal<>()).abort();
        runtime.spawn("heard", new Signal<>());
        runtime.close();
        runtime.spawn("heard", new Signal<>()); // refused

        assertEquals(4, Collections.frequency(heard, "spawned"));
        assertEquals(4, Collections.frequency(heard, "ended"));
    }

    @Test
    void workersAreHeardToStartParkAndStop() throws Exception {
        int workers = flavor == Flavor.FOUR_WORKERS ? 4 : 1;
        try (Runtime runtime = flavor.builder().listener(new Recorder("")).build()) {
            while (!IntStream.range(0, workers).allMatch(i -> heard.contains("parking " + i))) {
                runtime.blockOn(sleep(Duration.ofMillis(5)));
            }
        }

        for (int i = 0; i < workers; i++) {
            String worker = " " + i;
            assertTrue(heard.indexOf("started" + worker) < heard.indexOf("parking" + worker), heard::toString);
            assertEquals(
                    Collections.frequency(heard, "parking" + worker),
                    Collections.frequency(heard, "unparked" + worker));
            assertEquals(
                    Collections.frequency(heard, "started" + worker), Collections.frequency(heard, "stopped" + worker));
        }
    }

    @Test
    void listenersHearInTheOrderInWhichTheyWereAdded() throws Exception {
        Runtime.Builder builder = flavor.builder().listener(new Recorder("1:")).listener(new Recorder("2:"));
        try (Runtime runtime = builder.build()) {
            runtime.blockOn(runtime.spawn("heard", Poller.yielding(0, 1)));
        }

        assertEquals(List.of("1:spawned", "2:spawned"), heardOfTask().subList(0, 2));
    }

    @Test
    void throwingListenerIsReportedAndHarmsNobody() throws Exception {
        RuntimeListener throwing = new RuntimeListener() {
            @Override
            public void taskSpawned(TaskInfo task) {
                throw new IllegalArgumentException("spawned");
            }

            @Override
            public void pollStarted(int worker, TaskInfo task) {
                throw new StackOverflowError("poll");
            }

            @Override
            public void workerParking(int worker) {
                throw new IllegalArgumentException("parking");
            }

            @Override
            public void taskEnded(TaskInfo task) {
                throw new IllegalArgumentException("ended");
            }
        };
        try (Runtime runtime = flavor.builder()
                .listener(throwing)
                .listener(new Recorder(""))
                .uncaughtHandler(failures)
                .build()) {
            assertEquals(1, runtime.blockOn(runtime.spawn("heard", Poller.yielding(3, 1))));
            runtime.blockOn(sleep(Duration.ofMillis(2)));
        }

        assertTrue(heardOfTask().containsAll(List.of("spawned", "poll", "polled", "ended")));
        assertTrue(failures.seen().stream().anyMatch(seen -> seen.startsWith("listener dev.kyoto.ListenerTest")));
        assertTrue(failures.seen().stream().anyMatch(seen -> seen.contains("StackOverflowError")));
    }
}
