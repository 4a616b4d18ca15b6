package dev.kyoto.task;

import static dev.kyoto.Kyoto.*;
import static java.time.Duration.ofSeconds;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kyoto.RuntimeTestCase;
import dev.kyoto.futures.Future;
import dev.kyoto.futures.Futures;
import java.util.List;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

/** Values that follow a future from thread to thread. */
class TaskLocalTest extends RuntimeTestCase {
    private static final TaskLocal<String> USER = TaskLocal.of("user");
    private static final TaskLocal<String> REQUEST = TaskLocal.inheritable("request");

    @Test
    void valueIsSeenAcrossAwaitsAndNotOutside() throws Exception {
        String seen = runtime.blockOn(async(() -> {
            String inside = USER.where("ada", readingTwice(USER)).await();
            return inside + ", " + USER.orElse("nobody");
        }));

        assertEquals("ada ada, nobody", seen);
        assertFalse(USER.isBound());
    }

    @Test
    void innerBindingHidesTheOuterOneUntilItEnds() throws Exception {
        String seen = runtime.blockOn(USER.where(
                "ada", async(() -> USER.where("grace", readingTwice(USER)).await() + ", " + USER.get())));

        assertEquals("grace grace, ada", seen);
    }

    @Test
    void othersOnTheSameThreadDoNotSeeIt() throws Exception {
        JoinHandle<String> bound = runtime.spawn(USER.where("ada", readingTwice(USER)));
        JoinHandle<String> unbound = runtime.spawn(async(() -> {
            String first = USER.orElse("nobody");
            yieldNow().await();
            return first + " " + USER.orElse("nobody");
        }));

        assertEquals("ada ada", runtime.blockOn(bound));
        assertEquals("nobody nobody", runtime.blockOn(unbound));
    }

    @Test
    void cleanupSeesTheValueWhenTheFutureIsDropped() throws Exception {
        Future<Void> dropped = USER.where("ada", async(() -> {
            try {
                sleep(ofSeconds(60)).await();
            } finally {
                events.add("cleanup of " + USER.get());
            }
        }));

        assertThrows(TimeoutException.class, () -> runtime.blockOn(timeout(ofSeconds(1), dropped)));
        assertEquals(List.of("cleanup of ada"), events);
    }

    @Test
    void spawnedTaskSeesInheritableLocalsOnly() throws Exception {
        Future<String> parent = async(() -> spawn(async(() -> {
                    yieldNow().await();
                    return REQUEST.get() + " " + USER.orElse("nobody");
                }))
                .await());

        assertEquals("7 nobody", runtime.blockOn(REQUEST.where("7", USER.where("ada", parent))));
    }

    @Test
    void grandchildAndBlockingCodeInheritToo() throws Exception {
        Future<String> parent = async(() -> {
            String grandchild =
                    spawn(async(() -> spawn(readingTwice(REQUEST)).await())).await();
            return grandchild + " " + spawnBlocking(REQUEST::get).await();
        });

        assertEquals("7 7 7", runtime.blockOn(REQUEST.where("7", parent)));
    }

    @Test
    void taskOfACallerInAScopeInheritsAndOtherTasksThatItDrivesDoNot() throws Exception {
        JoinHandle<String> other = runtime.spawn(async(() -> REQUEST.orElse("none")));

        String inherited = REQUEST.call("7", () -> runtime.blockOn(readingTwice(REQUEST)));

        assertEquals("7 7", inherited);
        assertEquals("none", runtime.blockOn(other));
        assertFalse(REQUEST.isBound());
    }

    @Test
    void boundTaskIsStillCalledByWhereItWasWritten() throws Exception {
        JoinHandle<String> task = runtime.spawn(REQUEST.where("7", readingTwice(REQUEST)));

        assertTrue(task.name().startsWith("dev.kyoto.task.TaskLocalTest.readingTwice"), task.name());
        runtime.blockOn(task);
    }

    @Test
    void unboundLocalNamesTheCure() {
        var error = assertThrows(IllegalStateException.class, USER::get);
        assertTrue(error.getMessage().contains("\"user\" is not bound"), error.getMessage());
        assertTrue(error.getMessage().contains("inheritable"), error.getMessage());
    }

    @Test
    void worksWithoutARuntime() throws Exception {
        assertEquals("ada ada", Futures.blockOn(USER.where("ada", readingTwice(USER))));
    }

    @Test
    void boundNullIsAValue() throws Exception {
        TaskLocal<String> nullable = TaskLocal.of("nullable");

        assertNull(nullable.call(null, nullable::get));
    }

    @Test
    void taskKnowsItself() throws Exception {
        JoinHandle<Long> task = runtime.spawn("me", async(() -> {
            yieldNow().await();
            assertEquals("me", TaskInfo.current().name());
            return TaskInfo.current().id();
        }));

        assertEquals(task.id(), runtime.blockOn(task));
        assertNull(TaskInfo.current());
    }

    private static Future<String> readingTwice(TaskLocal<String> local) {
        return async(() -> {
            String before = local.get();
            yieldNow().await();
            return before + " " + local.get();
        });
    }
}
