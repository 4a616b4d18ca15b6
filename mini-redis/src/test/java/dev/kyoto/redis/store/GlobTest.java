package dev.kyoto.redis.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.kyoto.redis.protocol.Bytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GlobTest {
    @ParameterizedTest
    @CsvSource({
        "*,            '',       true",
        "*,            abc,      true",
        "h?llo,        hello,    true",
        "h?llo,        hllo,     false",
        "h*llo,        heeeello, true",
        "h*llo,        hell,     false",
        "h[ae]llo,     hallo,    true",
        "h[ae]llo,     hillo,    false",
        "h[^e]llo,     hallo,    true",
        "h[^e]llo,     hello,    false",
        "h[a-c]llo,    hbllo,    true",
        "h[c-a]llo,    hbllo,    true",
        "h[a-c]llo,    hdllo,    false",
        "h\\*llo,      h*llo,    true",
        "h\\*llo,      hello,    false",
        "[\\]]x,       ]x,       true",
        "[ab,          b,        true",
        "a\\,          a\\,      true",
        "*a*b*,        xxaxxbxx, true",
        "*ab,          aab,      true",
        "'',           '',       true",
        "'',           a,        false",
        "a**,          a,        true",
        "[^],          a,        true",
    })
    void matchesAsRedisDoes(String pattern, String text, boolean matches) {
        assertEquals(matches, new Glob(Bytes.of(pattern)).matches(Bytes.of(text)));
    }

    @Test
    void manyStarsTakeNoExponentialTime() {
        assertFalse(new Glob(Bytes.of("*a".repeat(50) + "b")).matches(Bytes.of("a".repeat(10_000))));
    }
}
