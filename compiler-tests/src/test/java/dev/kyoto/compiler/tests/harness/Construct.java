package dev.kyoto.compiler.tests.harness;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kyoto.futures.Future;
import java.lang.reflect.Method;
import java.util.List;

/**
 * A construct of the language with awaits in it, driven in one {@link Mode}. What is right is decided by plain Java: the
 * {@link Twin} of the test is the same source, in which {@code await()} is an ordinary call. Value or exception, with all that is
 * suppressed in it, and the order of everything noted have to be the same.
 *
 * <pre>{@code
 * @EveryMode
 * void negation(Construct construct) throws Exception {
 *     construct.yields("-1", source -> async(() -> -source.later(1).await()));
 * }
 * }</pre>
 */
public final class Construct {
    private final Mode mode;
    private final Twin twin;
    private final Method test;
    private List<Twin.Body> twins;
    private int next;

    /** Makes the block, anew for each run: nothing that it changes may outlive the run. */
    public interface Body {
        Future<?> of(Source source) throws Exception;
    }

    Construct(Mode mode, Twin twin, Method test) {
        this.mode = mode;
        this.twin = twin;
        this.test = test;
    }

    /** {@code expected}: the value as text, when nothing is disturbed; there to be read, and against constructs that do nothing. */
    public void yields(String expected, Body body) throws Exception {
        Twin.Body plain = nextTwin();
        assertEquals(expected, plain.run(Turn.NONE).outcome().value());
        drive(body, plain);
    }

    /** {@code expected}: the simple name of the exception, a colon, and its message. */
    public void fails(String expected, Body body) throws Exception {
        Twin.Body plain = nextTwin();
        assertEquals(expected, plain.run(Turn.NONE).outcome().text());
        drive(body, plain);
    }

    private void drive(Body body, Twin.Body plain) throws Exception {
        assertTrue(plain.awaits() > 0, "nothing is awaited");
        mode.drive(body, plain);
    }

    private Twin.Body nextTwin() throws Exception {
        if (twins == null) {
            twins = twin.bodies(test);
        }
        return twins.get(next++);
    }

    @Override
    public String toString() {
        return mode.name().toLowerCase(java.util.Locale.ROOT);
    }
}
