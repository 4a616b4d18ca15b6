package dev.kyoto.tls;

import java.nio.ByteBuffer;
import java.security.NoSuchAlgorithmException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLEngineResult.Status;
import javax.net.ssl.SSLSession;

/**
 * An engine that writes what it is given, and nothing while it waits for a record of the peer: as the contract of engines allows in
 * the middle of a renegotiation, and as that of Java does not do.
 */
final class ReluctantEngine extends SSLEngine {
    private final SSLSession session;
    boolean waitsForPeer = true;

    ReluctantEngine() throws NoSuchAlgorithmException {
        session = SSLContext.getDefault().createSSLEngine().getSession();
    }

    @Override
    public SSLEngineResult wrap(ByteBuffer[] sources, int offset, int length, ByteBuffer into) {
        if (waitsForPeer) {
            return new SSLEngineResult(Status.OK, HandshakeStatus.NEED_UNWRAP, 0, 0);
        }
        int before = into.position();
        for (ByteBuffer source : sources) {
            into.put(source);
        }
        int moved = into.position() - before;
        return new SSLEngineResult(Status.OK, HandshakeStatus.NOT_HANDSHAKING, moved, moved);
    }

    @Override
    public HandshakeStatus getHandshakeStatus() {
        return waitsForPeer ? HandshakeStatus.NEED_UNWRAP : HandshakeStatus.NOT_HANDSHAKING;
    }

    @Override
    public SSLSession getSession() {
        return session;
    }

    // ---- not asked for

    private static UnsupportedOperationException notAsked() {
        return new UnsupportedOperationException("This engine only wraps.");
    }

    @Override
    public SSLEngineResult unwrap(ByteBuffer source, ByteBuffer[] into, int offset, int length) {
        throw notAsked();
    }

    @Override
    public Runnable getDelegatedTask() {
        throw notAsked();
    }

    @Override
    public void closeInbound() {
        throw notAsked();
    }

    @Override
    public boolean isInboundDone() {
        throw notAsked();
    }

    @Override
    public void closeOutbound() {
        throw notAsked();
    }

    @Override
    public boolean isOutboundDone() {
        throw notAsked();
    }

    @Override
    public String[] getSupportedCipherSuites() {
        throw notAsked();
    }

    @Override
    public String[] getEnabledCipherSuites() {
        throw notAsked();
    }

    @Override
    public void setEnabledCipherSuites(String[] suites) {
        throw notAsked();
    }

    @Override
    public String[] getSupportedProtocols() {
        throw notAsked();
    }

    @Override
    public String[] getEnabledProtocols() {
        throw notAsked();
    }

    @Override
    public void setEnabledProtocols(String[] protocols) {
        throw notAsked();
    }

    @Override
    public void beginHandshake() {
        throw notAsked();
    }

    @Override
    public void setUseClientMode(boolean mode) {
        throw notAsked();
    }

    @Override
    public boolean getUseClientMode() {
        throw notAsked();
    }

    @Override
    public void setNeedClientAuth(boolean need) {
        throw notAsked();
    }

    @Override
    public boolean getNeedClientAuth() {
        throw notAsked();
    }

    @Override
    public void setWantClientAuth(boolean want) {
        throw notAsked();
    }

    @Override
    public boolean getWantClientAuth() {
        throw notAsked();
    }

    @Override
    public void setEnableSessionCreation(boolean flag) {
        throw notAsked();
    }

    @Override
    public boolean getEnableSessionCreation() {
        throw notAsked();
    }
}
