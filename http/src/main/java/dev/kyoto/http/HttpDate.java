package dev.kyoto.http;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;

/**
 * The time as a Date field has it, made once for each second and not for each response. It is what RFC 9110 calls an IMF-fixdate. A
 * DateTimeFormatter could write it, but the first response would wait until all that one needs is loaded.
 */
final class HttpDate {
    private static final String DAYS = "MonTueWedThuFriSatSun";
    private static final String MONTHS = "JanFebMarAprMayJunJulAugSepOctNovDec";

    /** One for all servers: immutable, so the race to replace it is harmless. */
    private static volatile HttpDate last = new HttpDate(0);

    private final long second;
    private final byte[] field;

    private HttpDate(long second) {
        this.second = second;
        this.field = ("Date: " + text(LocalDateTime.ofEpochSecond(second, 0, ZoneOffset.UTC)) + " GMT\r\n")
                .getBytes(US_ASCII);
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

    private static String text(LocalDateTime time) {
        int day = 3 * time.getDayOfWeek().ordinal();
        int month = 3 * time.getMonth().ordinal();
        return DAYS.substring(day, day + 3) + ", " + two(time.getDayOfMonth()) + " "
                + MONTHS.substring(month, month + 3) + " " + two(time.getYear() / 100) + two(time.getYear() % 100) + " "
                + two(time.getHour()) + ":" + two(time.getMinute()) + ":" + two(time.getSecond());
    }

    private static String two(int number) {
        return (number < 10 ? "0" : "") + number;
    }
}
