package dev.kyoto.redis.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DecimalTest {
    @Test
    void whatIsWrittenIsRead() {
        Random random = new Random(5);
        for (int i = 0; i < 100_000; i++) {
            assertThereAndBack(random.nextLong() >> random.nextInt(64));
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 9, 10, -1, -9, -10, 99, 100, Long.MAX_VALUE, Long.MIN_VALUE, Long.MIN_VALUE + 1})
    void edgesAreReadAndWritten(long value) {
        assertThereAndBack(value);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "-",
                "+1",
                " 1",
                "1 ",
                "01",
                "-0",
                "00",
                "1a",
                "a",
                "1.0",
                "--1",
                "9223372036854775808",
                "-9223372036854775809",
                "9999999999999999999",
                "99999999999999999999"
            })
    void otherSpellingsAreRefused(String text) {
        assertThrows(NumberFormatException.class, () -> Bytes.of(text).toLong());
    }

    private static void assertThereAndBack(long value) {
        assertEquals(Long.toString(value), Decimal.toBytes(value).toString());
        assertEquals(value, Decimal.toBytes(value).toLong());
    }
}
