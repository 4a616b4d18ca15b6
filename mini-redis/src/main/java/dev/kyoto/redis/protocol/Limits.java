package dev.kyoto.redis.protocol;

/**
 * How much a peer may make this side remember before it has said something complete. Memory is taken as bytes arrive, never
 * because a header announces them.
 *
 * @param bulkLength bytes of one bulk string (Redis: {@code proto-max-bulk-len})
 * @param requestLength bytes of one frame with all that is nested in it, and of its headers
 * @param elements elements of one aggregate
 * @param lineLength bytes of an inline command, a simple string or a header line
 * @param depth aggregates within aggregates; requests are always flat
 */
public record Limits(int bulkLength, int requestLength, int elements, int lineLength, int depth) {
    /**
     * Redis's own figures for elements (1,048,576) and lines (64 KiB). Redis allows bulk strings of 512 MiB and requests of
     * 1 GiB; a Java heap is smaller than the machine, so here it is an eighth of each.
     */
    public static final Limits DEFAULT = new Limits(64 << 20, 128 << 20, 1 << 20, 64 << 10, 32);

    public Limits {
        if (bulkLength < 1 || requestLength < 1 || elements < 1 || lineLength < 1 || depth < 1) {
            throw new IllegalArgumentException("Each limit must be at least 1: bulk length " + bulkLength
                    + ", request length " + requestLength + ", elements " + elements + ", line length " + lineLength
                    + ", depth " + depth);
        }
    }

    public Limits withBulkLength(int bytes) {
        // A request must have room for one value of that size beside its command and key.
        int request = (int) Math.min(Math.max(requestLength, bytes + (long) lineLength), Integer.MAX_VALUE - 64);
        return new Limits(bytes, request, elements, lineLength, depth);
    }
}
