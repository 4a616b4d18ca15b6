package dev.kyoto.internal.scheduler;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.kyoto.futures.Footprint;
import org.junit.jupiter.api.Test;

/** Guards against growth that nobody meant: a million of these must fit into memory. */
class TaskFootprintTest {
    @Test
    void taskIsOneCacheLine() {
        assertEquals(64, Footprint.of(Task.class));
    }
}
