package dev.kyoto.http;

import static dev.kyoto.Kyoto.async;
import static dev.kyoto.Kyoto.sleep;
import static dev.kyoto.Kyoto.spawn;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.kyoto.io.ByteStreams;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Which origins a client remembers. */
class PoolTest extends HttpTestCase {
    private static final Duration KEEP_IDLE = Duration.ofSeconds(30);

    private final Pool pool = new Pool(1, KEEP_IDLE);
    private final Origin origin = Origin.of(Request.get("http://h/"));

    private ClientConnection connection() {
        return new ClientConnection(ByteStreams.duplex(16).first(), origin, ClientOptions.DEFAULT, clock);
    }

    @Test
    void originIsForgottenWhenNobodyAsksItAndNoConnectionLeadsToIt() throws Exception {
        run(async(() -> {
            pool.enter(origin).await().close();
            assertEquals(0, pool.origins());

            var place = pool.enter(origin).await();
            pool.put(connection());
            place.close();
            assertEquals(1, pool.origins());
            sleep(KEEP_IDLE.plusSeconds(1)).await();
            assertEquals(0, pool.origins());
        }));
    }

    @Test
    void originIsRememberedForWhoeverWaitsForAPlace() throws Exception {
        run(async(() -> {
            var first = pool.enter(origin).await();
            var second = spawn(pool.enter(origin));
            var third = spawn(pool.enter(origin));
            settle().await();
            third.abort();
            settle().await();
            first.close();
            assertEquals(1, pool.origins());
            var another = spawn(pool.enter(origin));
            settle().await();
            assertFalse(another.isFinished());
            second.await().close();
            another.await().close();
            assertEquals(0, pool.origins());
        }));
    }
}
