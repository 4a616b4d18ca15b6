package dev.kyoto.tracing;

import static dev.kyoto.Kyoto.*;
import static dev.kyoto.Tracing.carry;
import static java.time.Duration.ofSeconds;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.kyoto.Runtime;
import dev.kyoto.RuntimeTestCase;
import dev.kyoto.futures.Future;
import dev.kyoto.futures.PolledByHand;
import dev.kyoto.futures.sync.Oneshot;
import dev.kyoto.task.JoinHandle;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

/** What a library keeps in a thread-local follows the future; and the thread of a test, which is also looked at after it, is left clean. */
@Timeout(value = 240, threadMode = ThreadMode.SAME_THREAD)
class ThreadContextTest extends RuntimeTestCase {
    private static final ThreadLocal<String> USER = new ThreadLocal<>();

    /** The user of a future, who may change. */
    private static final class UserContext implements ThreadContext {
        private @Nullable String own;
        private @Nullable String before;

        UserContext(@Nullable String own) {
            this.own = own;
        }

        static UserContext capture() {
            return new UserContext(USER.get());
        }

        @Override
        public void enter() {
            before = USER.get();
            set(own);
        }

        @Override
        public void exit() {
            own = USER.get();
            set(before);
        }

        private static void set(@Nullable String user) {
            if (user == null) {
                USER.remove();
            } else {
                USER.set(user);
            }
        }

        @Override
        public ThreadContext inherited() {
            return capture();
        }
    }

    @AfterEach
    void threadIsLeftClean() {
        assertNull(USER.get());
    }

    private static Future<String> readingTwice() {
        return async(() -> {
            String first = USER.get();
            sleep(ofSeconds(1)).await();
            return first + " " + USER.get();
        });
    }

    @Test
    void contextIsInPlaceOnEachPollAndNowhereElse() throws Exception {
        JoinHandle<String> ada = runtime.spawn(carry(new UserContext("ada"), readingTwice()));
        JoinHandle<String> grace = runtime.spawn(carry(new UserContext("grace"), readingTwice()));
        JoinHandle<String> nobody = runtime.spawn(readingTwice());

        assertEquals("ada ada", runtime.blockOn(ada));
        assertEquals("grace grace", runtime.blockOn(grace));
        assertEquals("null null", runtime.blockOn(nobody));
    }

    @Test
    void whatTheFutureChangesStaysWithIt() throws Exception {
        String seen = runtime.blockOn(carry(new UserContext("ada"), async(() -> {
            USER.set("grace");
            sleep(ofSeconds(1)).await();
            return USER.get();
        })));

        assertEquals("grace", seen);
    }

    @Test
    void contextIsInPlaceInCleanupAlsoOfAFutureThatFailed() throws Exception {
        Future<Void> cleaning = async(() -> {
            try {
                sleep(ofSeconds(60)).await();
            } finally {
                events.add("cleanup of " + USER.get());
            }
        });
        Future<Void> failing = async(() -> {
            throw new IllegalArgumentException("wrong");
        });

        assertThrows(
                TimeoutException.class,
                () -> runtime.blockOn(timeout(ofSeconds(1), carry(new UserContext("ada"), cleaning))));
        assertThrows(IllegalArgumentException.class, () -> runtime.blockOn(carry(new UserContext("ada"), failing)));

        assertEquals(List.of("cleanup of ada"), events);
        assertEquals("null null", runtime.blockOn(spawned(readingTwice())));
    }

    @Test
    void spawnedTaskBeginsWithWhatItsSpawnerHasAndKeepsItsOwn() throws Exception {
        String seen = runtime.blockOn(carry(new UserContext("ada"), async(() -> {
            USER.set("grace");
            JoinHandle<String> child = spawn(async(() -> {
                String inherited = USER.get();
                USER.set("child");
                sleep(ofSeconds(1)).await();
                return inherited + " " + USER.get();
            }));
            USER.set("parent");
            String blocking = spawnBlocking(USER::get).await();
            return child.await() + " " + blocking + " " + USER.get();
        })));

        assertEquals("grace child parent parent", seen);
    }

    @Test
    void onlyTheInnermostOfAKindIsInherited() throws Exception {
        List<String> asked = new ArrayList<>();
        class Asked implements ThreadContext {
            private final String name;

            Asked(String name) {
                this.name = name;
            }

            @Override
            public void enter() {}

            @Override
            public void exit() {}

            @Override
            public @Nullable ThreadContext inherited() {
                asked.add(name);
                return null;
            }
        }

        runtime.blockOn(carry(
                new Asked("outer"),
                carry(new Asked("inner"), async(() -> spawn(readingTwice()).await()))));

        assertEquals(List.of("inner"), asked);
    }

    @Test
    void runtimeThatCarriesIsolatesEveryTask() throws Exception {
        try (Runtime carrying =
                flavor.builder().clock(clock).carry(UserContext::capture).build()) {
            USER.set("main");
            JoinHandle<String> task = carrying.spawn(async(() -> {
                String inherited = USER.get();
                USER.set("changed");
                sleep(ofSeconds(1)).await();
                return inherited + " " + USER.get();
            }));
            JoinHandle<String> other = carrying.spawn(readingTwice());
            JoinHandle<String> blocking = carrying.spawnBlocking(USER::get);
            USER.remove();

            assertEquals("main changed", carrying.blockOn(task));
            assertEquals("main main", carrying.blockOn(other));
            assertEquals("null null", carrying.blockOn(readingTwice()));
            assertEquals("main", carrying.blockOn(blocking));
        }
    }

    @Test
    void runtimeThatCarriesDoesNotCarryTwiceWhatIsBound() throws Exception {
        try (Runtime carrying =
                flavor.builder().clock(clock).carry(UserContext::capture).build()) {
            String seen = carrying.blockOn(carry(new UserContext("ada"), async(() -> {
                USER.set("grace");
                return spawn(readingTwice()).await();
            })));

            assertEquals("grace grace", seen);
        }
    }

    @Test
    void droppedUnpolledAlthoughReadyItLeavesTheValue() throws Exception {
        Oneshot<String> channel = Oneshot.channel();
        var waiting = PolledByHand.of(carry(new UserContext("ada"), channel.receiver()));
        waiting.poll();
        channel.sender().send("value");

        waiting.cancel();

        assertEquals("value", channel.receiver().tryReceive());
    }

    private static <T> Future<T> spawned(Future<T> future) {
        return async(() -> spawn(future).await());
    }
}
