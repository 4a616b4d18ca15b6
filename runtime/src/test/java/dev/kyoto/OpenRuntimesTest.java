package dev.kyoto;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** That runtimes are found by those who want to look at them. */
class OpenRuntimesTest {
    /** Registered as a service of these tests. */
    public static final class Extension implements RuntimeExtension {
        static final List<String> BUILT = new CopyOnWriteArrayList<>();

        @Override
        public void runtimeBuilt(Runtime runtime) {
            if (runtime.toString().startsWith("found")) {
                BUILT.add(runtime.toString());
                throw new IllegalStateException("this must harm nobody");
            }
        }
    }

    @Test
    void runtimeIsFoundFromItsStartUntilItsEnd() {
        Runtime runtime = Runtime.builder().currentThread().build();
        assertTrue(Runtime.open().contains(runtime));

        runtime.close();

        assertFalse(Runtime.open().contains(runtime));
    }

    @Test
    void extensionHearsOfEachRuntimeAndMayFail() throws Exception {
        try (Runtime runtime = Runtime.builder().name("found-1").workers(1).build()) {
            assertEquals(1, runtime.blockOn(Poller.yielding(1, 1)));
        }
        Runtime.builder().name("found-2").currentThread().build().close();

        assertEquals(List.of("found-1", "found-2"), Extension.BUILT);
    }
}
