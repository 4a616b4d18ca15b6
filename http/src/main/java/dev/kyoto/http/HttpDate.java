package dev.kyoto.http;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** The time as a Date field has it, made once for each second and not for each response. */
final class HttpDate {
    /** What RFC 9110 calls an IMF-fixdate; the JDK's RFC_1123_DATE_TIME writes days of the month with one digit. */
    private static final DateTimeFormatter FORMAT = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.US)
            .withZone(ZoneOffset.UTC);

    /** One for all servers: immutable, so the race to replace it is harmless. */
    private static volatile HttpDate last = new HttpDate(0);

    private final long second;
    private final byte[] field;

    private HttpDate(long second) {
        this.second = second;
        this.field = ("Date: " + FORMAT.format(Instant.ofEpochSecond(second)) + "\r\n").getBytes(US_ASCII);
    }

    /** The whole field, with the end of its line. Not to be changed. */
    static byte[] field(Instant now) {
        HttpDate known = last;
        if (known.second != now.getEpochSecond()) {
            known = new HttpDate(now.getEpochSecond());
            last = known;
        }
        return known.field;
    }
}
