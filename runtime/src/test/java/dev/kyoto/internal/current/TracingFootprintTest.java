package dev.kyoto.internal.current;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.kyoto.futures.Footprint;
import dev.kyoto.internal.tracing.Instrumented;
import org.junit.jupiter.api.Test;

/** What there is for each future that something follows, beside the span or context itself. */
class TracingFootprintTest {
    @Test
    void wrapperOfACarriedFutureIsSmall() {
        assertEquals(32, Footprint.of(Entering.class));
    }

    @Test
    void wrapperOfATracedFutureIsSmall() {
        assertEquals(40, Footprint.of(Instrumented.class));
    }

    @Test
    void whatASpawnedTaskInheritsIsAWrapperAndALinkForEachContext() {
        assertEquals(32, Footprint.of(Inherited.class));
        assertEquals(32, Footprint.of(Bindings.class));
    }
}
