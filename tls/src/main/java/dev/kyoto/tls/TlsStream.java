package dev.kyoto.tls;

import dev.kyoto.futures.Context;
import dev.kyoto.futures.Poll;
import dev.kyoto.io.AsyncReadWrite;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLEngineResult.Status;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/**
 * A connection that nobody on the way can read or change: made of a stream of bytes by a {@link TlsConnector} or a
 * {@link TlsAcceptor}, which it owns from then on.
 *
 * <p><b>The end.</b> {@link #shutdown} tells the peer that nothing more comes (the alert {@code close_notify}), and shuts the
 * stream below down. A read yields the end when the peer has said so. If the stream below ends without that, perhaps because
 * somebody cut it off, a read fails with {@link TruncatedStreamException}: never is an end believed that was not told. With
 * TLS 1.3 each side ends its own direction, and the other goes on. With TLS 1.2 the end of one is the end of both: when the peer's
 * is read it is answered by itself, as far as the stream below takes that at once, and a write fails from then on; {@link #shutdown}
 * sees to the rest. {@link #close} drops: nothing is said, and the peer will see a stream that was cut off.
 *
 * <p><b>Written is not out.</b> A write gives the stream below what it takes at once. What it does not take waits here: until
 * the next write, {@link #flush}, {@link #shutdown}, or a read that has to wait itself, for it may wait for the answer.
 *
 * <p><b>Cancel safety.</b> A read loses nothing when it is dropped. A write that was not ready has taken nothing; bytes that
 * were taken are in a record, which is sent whole and cannot be taken back.
 *
 * <p><b>Readers and writers.</b> One task may read while another writes, on two threads. Java's engine takes one record at a
 * time, under a lock of its own, so that one may be held up by the other for as long as a record takes: microseconds. What comes in
 * belongs to the reader alone; what goes out belongs to who has the turn, for the length of a poll: the writer, or the reader when the engine has to
 * answer by itself, such as with new keys. Who finds it taken is woken when it is free; nothing is locked while the stream below
 * is polled, or anybody woken. {@link #close} is safe from any thread if that of the stream below is.
 *
 * <p><b>Memory.</b> Buffers, of 33 KB each and direct, are held while bytes wait in them. An idle connection has none; its engine
 * takes some 7 KB.
 *
 * <p><b>Renegotiation.</b> A server refuses a client that wants another handshake on the same connection, as TLS 1.2 lets it: the
 * read fails. A client answers a server that wants one. New keys, as TLS 1.3 changes them, are a matter of course.
 */
public final class TlsStream implements AsyncReadWrite {
    /** What the writer does while it has the turn; false if it has to wait. */
    private interface Step {
        boolean poll(Outbound out, Context cx, ByteBuffer[] buffers) throws IOException;
    }

    private static final ByteBuffer[] NOTHING = {};

    private final SSLEngine engine;
    private final AsyncReadWrite below;
    private final @Nullable String host;
    private final DelegatedTasks tasks;
    private final Failure failure;
    private final Inbound in;
    private final Outbound out;

    /** Whether the peer has told its end. Touched by the reader, as is the next. */
    private boolean hasEnded;

    /** Whether the engine has something to say by itself. */
    private boolean owesAnswer;

    /** @param host the name of the server, at its client; null at a server */
    TlsStream(SSLEngine engine, AsyncReadWrite below, @Nullable String host) {
        this.engine = engine;
        this.below = below;
        this.host = host;
        this.tasks = new DelegatedTasks(engine);
        this.failure = new Failure(host);
        this.in = new Inbound(engine, below, failure);
        this.out = new Outbound(engine, below, tasks, failure);
    }

    @Override
    public Poll<@Nullable Void> pollRead(Context cx, ByteBuffer buffer) throws IOException {
        if (!buffer.hasRemaining()) {
            return Poll.ready(null);
        }
        if (!cx.proceed()) {
            return Poll.pending();
        }
        boolean isReady;
        try {
            isReady = read(cx, buffer);
        } finally {
            in.trim();
        }
        return asPoll(cx, isReady);
    }

    private boolean read(Context cx, ByteBuffer buffer) throws IOException {
        if (in.hasPlain()) {
            in.movePlain(buffer);
            return true;
        }
        failure.check();
        while (tasks.pollIdle(cx, Side.READER)) {
            if (owesAnswer && !answered(cx) && !hasEnded) {
                return false;
            }
            if (hasEnded) {
                return true;
            }
            if (in.isStarved()) {
                if (in.belowHasEnded()) {
                    throw new TruncatedStreamException(
                            "The connection ended without the TLS end (close_notify) of the peer,"
                                    + " so what it sent last may be missing: it, or the way to it, broke down, or it closes its"
                                    + " connections without shutdown(). Do not take what came for the whole, unless the protocol above"
                                    + " shows that it is.");
                }
                if (!in.fill(cx)) {
                    sendBeforeWaiting(cx);
                    return false;
                }
            } else if (next(cx, buffer)) {
                return true;
            }
        }
        return false;
    }

    /** The next record, if there is a whole one: true if it had bytes for {@code buffer}. */
    private boolean next(Context cx, ByteBuffer buffer) throws IOException {
        SSLEngineResult result;
        try {
            refuseAnotherHandshake();
            result = in.next(buffer);
        } catch (SSLException e) {
            sayWhy(cx);
            out.readerHasMoved();
            throw e;
        }
        owesAnswer |= result.getHandshakeStatus() == HandshakeStatus.NEED_WRAP;
        hasEnded |= result.getStatus() == Status.CLOSED;
        if (result.getHandshakeStatus() == HandshakeStatus.NEED_TASK) {
            tasks.begin(cx);
        }
        if (result.bytesProduced() > 0) {
            in.movePlain(buffer);
            return true;
        }
        out.readerHasMoved();
        return false;
    }

    /**
     * A client could have a server shake hands again and again, which costs the server more than the client. The state of the
     * engine tells whether the client does that unasked. A server may ask for it.
     */
    private void refuseAnotherHandshake() throws SSLException {
        if (host == null && in.isHandshakeNext() && engine.getHandshakeStatus() == HandshakeStatus.NOT_HANDSHAKING) {
            throw failure.is(
                    new SSLException("The client wants to shake hands once more (renegotiation), which no client has"
                            + " reason to here, and many do to wear a server out. Close the connection; if the client is an honest one,"
                            + " let it use TLS 1.3, or another connection."));
        }
    }

    /** Sends what the engine has to say by itself, as far as that goes now. False if it could not even be put in line. */
    private boolean answered(Context cx) throws IOException {
        if (!out.tryTake(cx)) {
            return false;
        }
        try {
            owesAnswer = !out.answer(cx, Side.READER);
            out.flushAsFarAsPossible(cx, Side.READER);
        } catch (IOException e) {
            if (!hasEnded) {
                throw e;
            }
            owesAnswer = false; // all that was to be read is read, whether or not the peer is there to hear that
        } finally {
            out.release();
        }
        return !owesAnswer;
    }

    /** What waits to be sent may be what the peer waits for, before it sends what is waited for here. */
    private void sendBeforeWaiting(Context cx) {
        if (out.isUnsent() && out.tryTake(cx)) {
            try {
                out.flushAsFarAsPossible(cx, Side.READER);
            } finally {
                out.release();
            }
        }
    }

    /** After a failure: tells the peer, if that can be done at once. */
    void sayWhy(Context cx) {
        if (out.tryTake(cx)) {
            try {
                out.answer(cx, Side.READER);
                out.flushAsFarAsPossible(cx, Side.READER);
            } catch (IOException e) {
                // The failure itself is what counts.
            } finally {
                out.release();
            }
        }
    }

    @Override
    public Poll<@Nullable Void> pollWrite(Context cx, ByteBuffer buffer) throws IOException {
        return pollWriteVectored(cx, new ByteBuffer[] {buffer});
    }

    /** Puts what it takes of several buffers into common records. */
    @Override
    public Poll<@Nullable Void> pollWriteVectored(Context cx, ByteBuffer[] buffers) throws IOException {
        if (!Outbound.haveRemaining(buffers)) {
            return Poll.ready(null);
        }
        failure.check();
        return pollWriter(cx, Outbound::write, buffers);
    }

    @Override
    public Poll<@Nullable Void> pollFlush(Context cx) throws IOException {
        return pollWriter(cx, (outbound, context, nothing) -> outbound.flush(context, Side.WRITER), NOTHING);
    }

    @Override
    public Poll<@Nullable Void> pollShutdown(Context cx) throws IOException {
        return pollWriter(cx, (outbound, context, nothing) -> outbound.shutDown(context), NOTHING);
    }

    private Poll<@Nullable Void> pollWriter(Context cx, Step step, ByteBuffer[] buffers) throws IOException {
        if (!cx.proceed()) {
            return Poll.pending();
        }
        boolean isReady = false;
        if (tasks.pollIdle(cx, Side.WRITER) && out.tryTake(cx)) {
            try {
                isReady = step.poll(out, cx, buffers);
            } finally {
                out.release();
            }
        }
        return asPoll(cx, isReady);
    }

    private static Poll<@Nullable Void> asPoll(Context cx, boolean isReady) {
        if (isReady) {
            return Poll.ready(null);
        }
        cx.refund();
        return Poll.pending();
    }

    /** Closes the stream below. What was not sent is lost, and the peer is not told: the end in good order is {@link #shutdown}. */
    @Override
    public void close() {
        below.close();
    }

    /** The application protocol that both sides agreed on (ALPN), such as {@code "h2"}; null if none was. */
    public @Nullable String applicationProtocol() {
        String protocol = engine.getApplicationProtocol();
        return protocol == null || protocol.isEmpty() ? null : protocol;
    }

    /** The version of the protocol that both sides agreed on. */
    public TlsVersion version() {
        String protocol = session().getProtocol();
        for (TlsVersion version : TlsVersion.values()) {
            if (version.protocol().equals(protocol)) {
                return version;
            }
        }
        throw new IllegalStateException("Java's engine agreed on " + protocol + ", which was not offered.");
    }

    /**
     * The name of the server, as the client asked for it (SNI); null if it did not. One server of several names tells by it whom
     * it is to be.
     */
    public @Nullable String serverName() {
        if (session() instanceof ExtendedSSLSession extended) {
            for (SNIServerName name : extended.getRequestedServerNames()) {
                if (name instanceof SNIHostName hostName) {
                    return hostName.getAsciiName();
                }
            }
        }
        return null;
    }

    /** Who the peer is: its own certificate first, then those that vouch for it. Empty if it has shown none. */
    public List<X509Certificate> peerCertificates() {
        List<X509Certificate> certificates = new ArrayList<>();
        try {
            for (Certificate certificate : session().getPeerCertificates()) {
                if (certificate instanceof X509Certificate x509) {
                    certificates.add(x509);
                }
            }
        } catch (SSLPeerUnverifiedException e) {
            return List.of();
        }
        return List.copyOf(certificates);
    }

    /** What Java knows of this connection: the cipher suite, when the session was made, and so on. */
    public SSLSession session() {
        return engine.getSession();
    }

    /** The stream below, to ask it something, such as its addresses. Whoever reads from it or writes to it breaks this one. */
    public AsyncReadWrite transport() {
        return below;
    }

    @Override
    public String toString() {
        return "TlsStream[" + (host == null ? "server" : "client of " + host) + ", over " + below + "]";
    }

    // ---- for the handshake

    SSLEngine engine() {
        return engine;
    }

    DelegatedTasks tasks() {
        return tasks;
    }

    Failure failure() {
        return failure;
    }

    Inbound in() {
        return in;
    }

    Outbound out() {
        return out;
    }
}
