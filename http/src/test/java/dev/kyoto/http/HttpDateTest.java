package dev.kyoto.http;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;

class HttpDateTest {
    private static final DateTimeFormatter FORMAT = DateTimeFormatter.ofPattern(
                    "'Date: 'EEE, dd MMM yyyy HH:mm:ss 'GMT'\r\n", Locale.US)
            .withZone(ZoneOffset.UTC);

    @Test
    void dateIsWrittenAsTheRfcWantsIt() {
        assertEquals("Date: Sun, 06 Nov 1994 08:49:37 GMT\r\n", field(784111777)); // RFC 9110's example
        var random = new Random(1);
        for (int i = 0; i < 10_000; i++) {
            long second = random.nextLong(253402300799L); // up to the end of the year 9999
            assertEquals(FORMAT.format(Instant.ofEpochSecond(second)), field(second));
        }
    }

    private static String field(long second) {
        return new String(HttpDate.field(Instant.ofEpochSecond(second)), US_ASCII);
    }
}
