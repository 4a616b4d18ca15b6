package dev.kyoto.fs;

import dev.kyoto.internal.hop.Hop;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;

/** A file's channel, which is closed once whatever was to be written is written. Any thread. */
final class OpenedChannel {
    /** In the place of a position: wherever the file ends when it is written. */
    static final long AT_THE_END = -1;

    private final FileChannel channel;

    /** Whether the user has closed it. Guarded by this. */
    private boolean closed;

    /** Whether bytes that were taken are not written yet. Guarded by this. */
    private boolean writes;

    OpenedChannel(FileChannel channel) {
        this.channel = channel;
    }

    /** @throws ClosedChannelException if the user has closed it */
    synchronized FileChannel get(AsyncFile owner) throws ClosedChannelException {
        if (closed) {
            throw new ClosedFileException(owner + " was closed on this side. Do not use a file after close().");
        }
        return channel;
    }

    /** The writing of {@code taken}, which from now on happens even if the file is closed. */
    synchronized Hop.Code<Integer> writing(AsyncFile owner, ByteBuffer taken, long at) throws ClosedChannelException {
        get(owner);
        writes = true;
        return () -> {
            try {
                return write(owner, taken, at);
            } finally {
                written();
            }
        };
    }

    private int write(AsyncFile owner, ByteBuffer taken, long at) throws IOException {
        int length = taken.remaining();
        try {
            while (taken.hasRemaining()) {
                if (at == AT_THE_END) {
                    channel.write(taken);
                } else {
                    channel.write(taken, at + taken.position());
                }
            }
            return length;
        } catch (IOException e) {
            throw new IOException(
                    e.getMessage() + ", at " + owner + ": of " + length + " bytes " + taken.position()
                            + " were written. Make room, or look at the limits of the process, and write the rest again.",
                    e);
        }
    }

    private synchronized void written() throws IOException {
        writes = false;
        if (closed) {
            channel.close();
        }
    }

    synchronized void close() {
        closed = true;
        if (!writes) {
            try {
                channel.close();
            } catch (IOException e) {
                // The system takes the descriptor back whatever it answers; what was written was answered for before.
            }
        }
    }

    /** Something to be done with the channel. */
    @FunctionalInterface
    interface Use<T> {
        T of(FileChannel channel) throws IOException;
    }

    /** A {@link ClosedChannelException} that says something. */
    @SuppressWarnings("serial") // its message is all there is
    private static final class ClosedFileException extends ClosedChannelException {
        private final String message;

        ClosedFileException(String message) {
            this.message = message;
        }

        @Override
        public String getMessage() {
            return message;
        }
    }
}
