package dev.kyoto.io;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * The standard input and output of the process.
 *
 * <p>What blocks there blocks a daemon thread of their own, never a runtime that closes, nor the end of the process:
 * nobody can tell a terminal to stop reading. They are what {@code System.in}, {@code System.out} and {@code System.err}
 * are when they are used, also after {@code System.setIn} and its kin. To close one has no effect.
 */
public final class StandardStreams {
    private static final int KEEP_ALIVE_SECONDS = 10;

    private static final AsyncRead STDIN = new BlockingReader(new StandardInput(), thread("stdin"));
    private static final Executor STDOUT = thread("stdout");
    private static final Executor STDERR = thread("stderr");

    private StandardStreams() {}

    /**
     * The standard input, one for the whole process. Nothing is read before somebody waits for it; what comes for a read
     * that was dropped is there for the next. Of two tasks that wait for it, the latest is woken.
     */
    public static AsyncRead stdin() {
        return STDIN;
    }

    /**
     * A writer to the standard output. What is written is copied, and out after {@code flush()}: a program that ends
     * without has perhaps lost the end. Several tasks may write, each through a writer of its own; pieces of up to 8 KiB
     * stay in one piece.
     */
    public static AsyncWrite stdout() {
        return new BlockingWriter(new StandardOutput(() -> System.out, "standard output"), STDOUT, false);
    }

    /** A writer to the standard error, as {@link #stdout} is one to the standard output. */
    public static AsyncWrite stderr() {
        return new BlockingWriter(new StandardOutput(() -> System.err, "standard error"), STDERR, false);
    }

    /** One daemon thread, started when it is needed, that ends when it was not for a while. */
    private static Executor thread(String name) {
        return new ThreadPoolExecutor(0, 1, KEEP_ALIVE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), code -> {
            Thread thread = new Thread(code, "kyoto-" + name);
            thread.setDaemon(true);
            return thread;
        });
    }

    private static final class StandardInput extends InputStream {
        @Override
        public int read() throws IOException {
            return System.in.read();
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            return System.in.read(bytes, offset, length);
        }

        @Override
        public String toString() {
            return "the standard input";
        }
    }

    private static final class StandardOutput extends OutputStream {
        private final Supplier<PrintStream> stream;
        private final String name;

        StandardOutput(Supplier<PrintStream> stream, String name) {
            this.stream = stream;
            this.name = name;
        }

        @Override
        public void write(int value) throws IOException {
            write(new byte[] {(byte) value}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            PrintStream target = stream.get();
            target.write(bytes, offset, length);
        }

        @Override
        public void flush() throws IOException {
            // Flushes too; a PrintStream tells of a failure in no other way.
            if (stream.get().checkError()) {
                throw new IOException("The " + name + " takes nothing any more: whoever read it has gone.");
            }
        }

        @Override
        public String toString() {
            return "the " + name;
        }
    }
}
