package dev.kyoto.process;

import java.io.IOException;
import java.io.OutputStream;

/** What a child reads, with failures that say whose. */
final class ChildInput extends OutputStream {
    private final OutputStream stream;
    private final String child;

    ChildInput(OutputStream stream, String child) {
        this.stream = stream;
        this.child = child;
    }

    @Override
    public void write(int value) throws IOException {
        write(new byte[] {(byte) value});
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
        try {
            stream.write(bytes, from, length);
        } catch (IOException e) {
            throw explained(e);
        }
    }

    @Override
    public void flush() throws IOException {
        try {
            stream.flush();
        } catch (IOException e) {
            throw explained(e);
        }
    }

    @Override
    public void close() throws IOException {
        stream.close();
    }

    private IOException explained(IOException e) {
        return new IOException(
                child + " takes no input any more (" + e.getMessage()
                        + "): it has ended, has closed its input, or has none"
                        + " because stdin(Stdio.PIPE) was not asked for. What it had not read is lost; exited() tells how it ended.",
                e);
    }

    @Override
    public String toString() {
        return "the input of " + child;
    }
}
