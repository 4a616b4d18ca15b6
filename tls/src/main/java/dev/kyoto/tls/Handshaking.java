package dev.kyoto.tls;

import dev.kyoto.futures.AbstractFuture;
import dev.kyoto.futures.Context;
import dev.kyoto.futures.Poll;
import java.io.IOException;
import java.nio.ByteBuffer;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult.Status;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;

/**
 * {@link TlsConnector#connect} and {@link TlsAcceptor#accept}. It owns the stream below: it is closed with this future, unless
 * that yields a {@link TlsStream}.
 */
final class Handshaking extends AbstractFuture<TlsStream> {
    private final TlsStream stream;
    private final SSLEngine engine;
    private final DelegatedTasks tasks;
    private final Inbound in;
    private final Outbound out;

    /** Nothing but the handshake comes before its end; if something does, it waits in {@link Inbound}. */
    private final ByteBuffer noRoom = ByteBuffer.allocate(0);

    private boolean hasBegun;

    Handshaking(TlsStream stream) {
        this.stream = stream;
        this.engine = stream.engine();
        this.tasks = stream.tasks();
        this.in = stream.in();
        this.out = stream.out();
    }

    @Override
    protected Poll<TlsStream> step(Context cx) throws IOException {
        if (!cx.proceed()) {
            return Poll.pending();
        }
        boolean isReady = false;
        boolean goesOn = false;
        try {
            isReady = advance(cx);
            goesOn = true;
        } catch (SSLException e) {
            stream.sayWhy(cx);
            throw e;
        } finally {
            in.trim();
            if (!goesOn) {
                stream.close();
            }
        }
        if (isReady) {
            return readyWith(stream);
        }
        cx.refund();
        return Poll.pending();
    }

    private boolean advance(Context cx) throws IOException {
        if (!tasks.pollIdle(cx, Side.READER) || !out.tryTake(cx)) {
            return false;
        }
        try {
            return shakeHands(cx);
        } finally {
            out.release();
        }
    }

    private boolean shakeHands(Context cx) throws IOException {
        begin();
        while (tasks.pollIdle(cx, Side.READER)) {
            switch (engine.getHandshakeStatus()) {
                case NEED_TASK -> tasks.begin(cx);
                case NEED_WRAP -> {
                    if (!say(cx)) {
                        return false;
                    }
                }
                case NEED_UNWRAP, NEED_UNWRAP_AGAIN -> {
                    if (!hear(cx)) {
                        return false;
                    }
                }
                case FINISHED, NOT_HANDSHAKING -> {
                    return isLastWordOut(cx);
                }
            }
        }
        return false;
    }

    private void begin() throws SSLException {
        if (!hasBegun) {
            hasBegun = true;
            try {
                engine.beginHandshake();
            } catch (SSLException e) {
                throw stream.failure().of(e);
            }
        }
    }

    /** What the engine wants to send; false if there is no room for it. */
    private boolean say(Context cx) throws IOException {
        int before = out.waiting();
        if (!out.answer(cx, Side.READER)) {
            return false;
        }
        if (out.waiting() == before) {
            throw ended(); // it wants to and has nothing: that is so when the other direction was closed
        }
        return true;
    }

    /** The next record of the peer; false if it is not there. */
    private boolean hear(Context cx) throws IOException {
        if (in.isStarved()) {
            return sendAndReceive(cx);
        }
        if (in.next(noRoom).getStatus() == Status.CLOSED) {
            throw ended();
        }
        return true;
    }

    /** The peer answers what it has got. But also one that takes nothing more may have said why. */
    private boolean sendAndReceive(Context cx) throws IOException {
        if (in.belowHasEnded()) {
            throw ended();
        }
        IOException unsent = null;
        try {
            out.flush(cx, Side.READER);
        } catch (IOException e) {
            unsent = e;
        }
        boolean hasReceived = in.fill(cx);
        if (unsent != null && !hasReceived) {
            throw unsent;
        }
        return hasReceived;
    }

    private SSLException ended() {
        return stream.failure()
                .is(
                        new SSLHandshakeException(
                                "The peer closed the connection during the TLS handshake. Perhaps it speaks no"
                                        + " TLS on this port, or did not like what this side offers and does not say so; its log may."));
    }

    /**
     * With TLS 1.3 a server is done before its last records, tickets for sessions to come, are out. A client may already send,
     * and not read before it has sent all, or may not care for tickets and be gone. So they are not waited for: the next read or
     * write sends them.
     */
    private boolean isLastWordOut(Context cx) throws IOException {
        boolean areTickets = !engine.getUseClientMode()
                && TlsVersion.TLS_1_3.protocol().equals(engine.getSession().getProtocol());
        if (areTickets) {
            out.flushAsFarAsPossible(cx, Side.READER);
            return true;
        }
        return out.flush(cx, Side.READER);
    }

    @Override
    protected void dropped() {
        tasks.abandon();
        stream.close();
    }

    @Override
    protected String describe() {
        return "The handshake of " + stream;
    }
}
