package dev.kyoto.io;

/**
 * Bytes in both directions: a socket, a terminal, one end of a {@linkplain ByteStreams#duplex duplex} pipe. Of two
 * objects that go one way each, {@link ByteStreams#join} makes one.
 *
 * <p><b>Both directions at once.</b> One thread may poll for reading while another polls for writing: who implements this
 * sees to it. So {@link #split} needs no lock.
 */
public interface AsyncReadWrite extends AsyncRead, AsyncWrite {
    /** Drops both directions. Idempotent, waits for nothing, throws nothing. */
    @Override
    void close();

    /** The two directions as objects of their own, for two tasks. This is closed when both have been closed. */
    default Halves split() {
        return SharedEnd.split(this);
    }
}
