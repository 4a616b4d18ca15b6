package dev.kyoto.futures;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class AbstractFutureTest {
    private final List<String> log = new ArrayList<>();

    private final class Parent extends AbstractFuture<String> {
        @Override
        protected Poll<String> step(Context cx) {
            return Poll.pending();
        }

        @Override
        protected void dropped() {
            log.add(isStarted() ? "dropped half-way" : "dropped unstarted");
            cancel(); // as a child does that drops its owner
        }
    }

    @Test
    void dropThatComesBackToTheFutureFindsItDone() throws Exception {
        var parent = PolledByHand.of(new Parent());
        parent.poll();

        parent.cancel();

        assertEquals(List.of("dropped half-way"), log);
    }

    @Test
    void dropBeforeTheFirstPollSaysSo() {
        new Parent().cancel();

        assertEquals(List.of("dropped unstarted"), log);
    }
}
