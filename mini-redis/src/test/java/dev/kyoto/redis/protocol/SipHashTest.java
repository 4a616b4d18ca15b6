package dev.kyoto.redis.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SipHashTest {
    /** What CPython 3.11, whose hash of bytes is SipHash-1-3, gives with PYTHONHASHSEED=0. */
    @ParameterizedTest
    @CsvSource({
        "a, 4644417185603328019",
        "abcdefg, 7904145750247929094",
        "abcdefgh, 4574395652268504554",
        "key:000000012345, 2912900833314820925",
    })
    void agreesWithAnotherImplementation(String text, long hash) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);

        assertEquals(hash, new SipHash(0, 0).hash64(bytes, bytes.length));
    }
}
