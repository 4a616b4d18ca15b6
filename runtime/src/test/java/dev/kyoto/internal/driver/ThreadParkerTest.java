package dev.kyoto.internal.driver;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What a worker expects of any parker. A park that misses its unpark hangs, and so fails by timeout. */
class ThreadParkerTest {
    private final Parker parker = new ThreadParker();

    @Test
    void unparkBeforeParkMakesItReturnAtOnce() {
        parker.unpark();

        parker.park(Long.MAX_VALUE);
    }

    @Test
    void parkWithoutTimeDoesNotWait() {
        parker.park(0);
        parker.park(-1);
    }

    @Test
    void everyUnparkIsAnsweredAndItsWritesAreSeen() throws Exception {
        int rounds = 50_000;
        Parker other = new ThreadParker();
        AtomicInteger ball = new AtomicInteger();
        int[] plain = new int[1];
        Thread partner = new Thread(() -> {
            for (int i = 0; i < rounds; i++) {
                while (ball.get() != 2 * i + 1) {
                    other.park(Long.MAX_VALUE);
                }
                plain[0]++;
                ball.setPlain(2 * i + 2);
                parker.unpark();
            }
        });
        partner.start();
        for (int i = 0; i < rounds; i++) {
            plain[0]++;
            ball.setPlain(2 * i + 1);
            other.unpark();
            while (ball.get() != 2 * i + 2) {
                parker.park(Long.MAX_VALUE);
            }
        }
        partner.join();

        assertEquals(2 * rounds, plain[0]);
    }
}
