package dev.kyoto.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.kyoto.Kyoto;
import org.junit.jupiter.api.Test;

class SmokeTest {
    @Test
    void runs() throws Exception {
        assertEquals(
                2,
                Kyoto.blockOn(
                        Kyoto.async(() -> Handler.run(Kyoto.async(() -> 1)).await())));
    }
}
