package dev.kyoto.codec;

/**
 * The two directions of a {@link Framed}.
 *
 * @param stream the frames that come in
 * @param sink where frames go out
 */
public record FramedHalves<I, O>(FramedRead<I> stream, FramedWrite<O> sink) {}
