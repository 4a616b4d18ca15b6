package dev.kyoto.io;

/**
 * How many bytes {@link ByteStreams#copyBidirectional} has copied.
 *
 * @param toSecond from the first to the second
 * @param toFirst from the second to the first
 */
public record Copied(long toSecond, long toFirst) {}
