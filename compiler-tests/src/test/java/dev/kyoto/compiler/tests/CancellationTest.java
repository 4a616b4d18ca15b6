package dev.kyoto.compiler.tests;

import static dev.kyoto.futures.Futures.async;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kyoto.futures.Future;
import dev.kyoto.futures.PolledByHand;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A block that is dropped while it is suspended unwinds as if an error were thrown where it stands. */
class CancellationTest {
    private final List<String> journal = new ArrayList<>();

    @Test
    void finallyAndResourcesRunInnermostFirst() throws Exception {
        Endless endless = new Endless();
        Future<String> block = async(() -> {
            try {
                try (AutoCloseable resource = () -> journal.add("close")) {
                    journal.add("wait");
                    return endless.await();
                } catch (Exception e) {
                    journal.add("catch");
                    return "caught";
                }
            } finally {
                journal.add("finally");
            }
        });
        PolledByHand<String> polled = PolledByHand.of(block);
        assertTrue(polled.poll().isPending());

        polled.cancel();

        assertTrue(endless.wasDropped());
        assertEquals(List.of("wait", "close", "finally"), journal);
        assertThrows(IllegalStateException.class, polled::poll);
    }

    @Test
    void awaitInCleanupThatIsReadyGoesOnAndOneThatIsNotEnds() throws Exception {
        Endless inCleanup = new Endless();
        Future<String> block = async(() -> {
            try {
                return new Endless().await();
            } finally {
                journal.add(async(() -> "ready").await());
                try {
                    inCleanup.await();
                    journal.add("unreachable");
                } finally {
                    journal.add("innermost");
                }
            }
        });
        PolledByHand<String> polled = PolledByHand.of(block);
        polled.poll();

        polled.cancel();

        assertEquals(List.of("ready", "innermost"), journal);
        assertTrue(inCleanup.wasDropped());
    }

    @Test
    void droppingTheOuterBlockUnwindsTheInnerOneFirst() throws Exception {
        Future<String> block = async(() -> {
            try {
                return async(() -> {
                            try {
                                return new Endless().await();
                            } finally {
                                journal.add("inner");
                            }
                        })
                        .await();
            } finally {
                journal.add("outer");
            }
        });
        PolledByHand<String> polled = PolledByHand.of(block);
        polled.poll();

        polled.cancel();

        assertEquals(List.of("inner", "outer"), journal);
    }

    @Test
    void droppedBeforeItsFirstPollRunsNothing() {
        Future<String> block = async(() -> {
            journal.add("ran");
            return new Endless().await();
        });

        block.cancel();

        assertEquals(List.of(), journal);
    }
}
