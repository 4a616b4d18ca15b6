package dev.kyoto.codec;

import dev.kyoto.futures.Context;
import dev.kyoto.futures.Poll;
import dev.kyoto.futures.stream.Sink;
import dev.kyoto.futures.stream.Stream;
import dev.kyoto.io.AsyncReadWrite;
import dev.kyoto.io.Halves;
import org.jspecify.annotations.Nullable;

/**
 * A connection of frames: a stream of those that come in, and a sink of those that go out.
 *
 * <pre>{@code
 * try (var lines = new Framed<>(socket, new LinesCodec())) {
 *     String line;
 *     while ((line = lines.next().await()) != null) {
 *         lines.send("You said " + line).await();
 *     }
 * }
 * }</pre>
 *
 * <p>It owns the connection. When the other side has ended, {@link #next()} yields null, and one can still send; when
 * {@link #finish()} is done, one can still receive. {@link #close()} closes both. {@link FramedRead} and
 * {@link FramedWrite} say the rest.
 *
 * <p><b>Two tasks</b> may use it, one to receive and one to send. As objects of their own, which are closed one by one,
 * {@link #split()} yields them; also what consumes a stream or a sink, such as {@code forEach} or {@code forward}, is
 * given a half.
 *
 * @param <I> the type of the frames that come in
 * @param <O> the type of the frames that go out
 */
public final class Framed<I, O> implements Stream<I>, Sink<O> {
    private final FramedRead<I> in;
    private final FramedWrite<O> out;

    public Framed(AsyncReadWrite connection, Codec<I, O> codec) {
        Halves halves = connection.split();
        this.in = new FramedRead<>(halves.reader(), codec);
        this.out = new FramedWrite<>(halves.writer(), codec);
    }

    /** Goes on with a connection that has spoken another protocol before, with all that has arrived on it or waits to be sent. */
    public Framed(FramedParts parts, Codec<I, O> codec) {
        this.in = new FramedRead<>(parts.reader(), codec);
        this.out = new FramedWrite<>(parts.writer(), codec, parts.unsent());
    }

    @Override
    public Poll<@Nullable I> pollNext(Context cx) throws Exception {
        return in.pollNext(cx);
    }

    @Override
    public Poll<@Nullable Void> pollReady(Context cx) throws Exception {
        return out.pollReady(cx);
    }

    @Override
    public void startSend(O frame) throws Exception {
        out.startSend(frame);
    }

    @Override
    public Poll<@Nullable Void> pollFlush(Context cx) throws Exception {
        return out.pollFlush(cx);
    }

    @Override
    public Poll<@Nullable Void> pollFinish(Context cx) throws Exception {
        return out.pollFinish(cx);
    }

    /** The two directions, for a task each. Closing both closes the connection. */
    public FramedHalves<I, O> split() {
        return new FramedHalves<>(in, out);
    }

    /** Takes this apart, for another protocol on the same connection: {@code new Framed<>(framed.intoParts(), other)}. */
    public FramedParts intoParts() {
        return new FramedParts(in.release(), out.writer(), out.release());
    }

    @Override
    public void close() {
        in.close();
        out.close();
    }
}
