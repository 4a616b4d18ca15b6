package dev.kyoto.http;

import java.nio.ByteBuffer;

/**
 * Finds where a head ends: at the first empty line. It looks at each byte once, however few come at a time, and knows
 * already that lines end with CR LF and with nothing else, so that the wrong ending of a line is refused when it comes
 * and not waited behind.
 */
final class HeadScanner {
    private final int limit;
    private final int firstLineTooLong;
    private int scanned;
    private int lines;
    private int lineLength;
    private boolean afterReturn;

    private HeadScanner(int limit, int firstLineTooLong) {
        this.limit = limit;
        this.firstLineTooLong = firstLineTooLong;
    }

    /** @param limit of the head, in bytes, its empty line with it */
    static HeadScanner ofRequests(int limit) {
        return new HeadScanner(limit, 414); // what is long in a first line is the target
    }

    /** Also for the fields behind a body, which are like a head without a first line. */
    static HeadScanner ofFields(int limit) {
        return new HeadScanner(limit, 431);
    }

    /** Begins anew, with the next head. */
    void reset() {
        scanned = 0;
        lines = 0;
        lineLength = 0;
        afterReturn = false;
    }

    /** How many bytes were looked at. */
    int scanned() {
        return scanned;
    }

    /** How many lines have ended, the empty one not counted. */
    int lines() {
        return lines;
    }

    /**
     * Looks at what is new among {@code bytes}, which begin where the head does.
     *
     * @return the length of the head, or -1 if it goes on
     * @throws HttpException if a line ends wrongly, or the head is too long
     */
    int scan(ByteBuffer bytes) throws HttpException {
        int start = bytes.position();
        int end = bytes.limit();
        for (int at = start + scanned; at < end; at++) {
            byte b = bytes.get(at);
            if (b == '\n') {
                if (!afterReturn) {
                    throw new HttpException(400, "A line ends with a line feed alone; it ends with CR LF.");
                }
                afterReturn = false;
                if (lineLength == 0) {
                    scanned = at + 1 - start;
                    requireWithinLimit();
                    return scanned;
                }
                lines++;
                lineLength = 0;
            } else if (afterReturn) {
                throw new HttpException(400, "There is a carriage return without a line feed.");
            } else if (b == '\r') {
                afterReturn = true;
            } else {
                lineLength++;
            }
        }
        scanned = end - start;
        requireWithinLimit();
        return -1;
    }

    private void requireWithinLimit() throws HttpException {
        if (scanned > limit) {
            throw new HttpException(
                    lines == 0 ? firstLineTooLong : 431, "The head is longer than " + limit + " bytes.");
        }
    }
}
