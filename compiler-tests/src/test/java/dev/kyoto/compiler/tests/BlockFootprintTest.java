package dev.kyoto.compiler.tests;

import static dev.kyoto.futures.Futures.async;
import static dev.kyoto.futures.Futures.yieldNow;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.kyoto.futures.Footprint;
import org.junit.jupiter.api.Test;

/** Guards against growth that nobody meant: a waiting task is its block, and a million of these must fit into memory. */
class BlockFootprintTest {
    @Test
    void blockThatKeepsNothing() {
        var block = async(() -> {
            yieldNow().await();
        });

        assertEquals(24, Footprint.of(block.getClass()));
    }

    @Test
    void blockThatKeepsALongAcrossAnAwait() {
        var block = async(() -> {
            long begin = System.nanoTime();
            yieldNow().await();
            return System.nanoTime() - begin;
        });

        assertEquals(32, Footprint.of(block.getClass()));
    }
}
