package dev.kyoto;

import static java.time.Duration.ofSeconds;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.kyoto.time.VirtualClock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** A runtime of each flavour under virtual time, whose failures are recorded and whose tasks must all end. */
@ParameterizedClass
@EnumSource(Flavor.class)
public abstract class RuntimeTestCase {
    @Parameter
    protected Flavor flavor;

    protected final VirtualClock clock = new VirtualClock();
    protected final Failures failures = new Failures();

    /** What happened, in order. */
    protected final List<String> events = Collections.synchronizedList(new ArrayList<>());

    protected Runtime runtime;

    @BeforeEach
    void startRuntime() {
        runtime = flavor.builder().clock(clock).uncaughtHandler(failures).build();
    }

    @AfterEach
    void closeRuntime() {
        assertEquals(List.of(), runtime.shutdown(ofSeconds(10)));
        assertEquals(0, runtime.metrics().liveTasks());
    }
}
