package dev.kyoto.process;

import dev.kyoto.futures.CancelSafe;
import dev.kyoto.futures.CancelUnsafe;
import dev.kyoto.futures.Future;
import dev.kyoto.futures.Futures;
import dev.kyoto.io.AsyncRead;
import dev.kyoto.io.AsyncWrite;
import dev.kyoto.io.ByteStreams;
import org.jspecify.annotations.Nullable;

/**
 * A program that was started. The system's memory of its end is taken by Java's own thread, so that it leaves no zombie behind, whether or
 * not anybody waits for it.
 *
 * <p>Java reads and writes pipes by threads, so each direction that is a pipe, and waits, takes one of the blocking pool.
 *
 * <p>Thread-safe, but for its reader and writers, which are used as any are.
 */
public final class Child implements AutoCloseable {
    private final Process process;
    private final boolean killOnClose;
    private final String what;
    private final AsyncWrite stdin;
    private final AsyncRead stdout;
    private final AsyncRead stderr;

    Child(Process process, boolean killOnClose, String what) {
        this.process = process;
        this.killOnClose = killOnClose;
        this.what = what;
        this.stdin = ByteStreams.writer(new ChildInput(process.getOutputStream(), toString()));
        this.stdout = ByteStreams.reader(process.getInputStream());
        this.stderr = ByteStreams.reader(process.getErrorStream());
    }

    /** What the child reads; closed or shut down, its input ends. Without {@link Stdio#PIPE} there is nobody who reads it. */
    public AsyncWrite stdin() {
        return stdin;
    }

    /** What the child writes. Without {@link Stdio#PIPE} it is at its end. */
    public AsyncRead stdout() {
        return stdout;
    }

    /** What the child writes as errors. Without {@link Stdio#PIPE} it is at its end. */
    public AsyncRead stderr() {
        return stderr;
    }

    /**
     * Waits for the child's end: its exit code, which is 0 if all went well, by convention; on Unix 128 plus the number of the signal that
     * ended it. A child whose pipes nobody reads or ends may wait for that for ever; see {@link #output}.
     *
     * <p><b>Cancel safety.</b> Nothing is lost: any number may wait, and also after its end.
     */
    @CancelSafe
    public Future<Integer> exited() {
        return new Exit(process, toString());
    }

    /** The exit code, or null while it runs. */
    public @Nullable Integer tryExited() {
        return process.isAlive() ? null : process.exitValue();
    }

    /**
     * Ends its input, reads both outputs to their end, and waits for the child's.
     *
     * <p>Fails with {@link dev.kyoto.io.LimitExceededException}, and kills the child, if either is longer than {@code limit} bytes.
     *
     * <p><b>Cancel safety.</b> Not safe: dropped half-way, what was read is lost.
     *
     * @throws IllegalArgumentException at once, if {@code limit} is negative
     */
    @CancelUnsafe("what was read before")
    public Future<Output> output(int limit) {
        stdin.close();
        Future<byte[]> out = killing(stdout.readToEnd(limit));
        Future<byte[]> err = killing(stderr.readToEnd(limit));
        return Futures.tryJoin(out, err)
                .andThen(both -> exited().map(code -> new Output(code, both.first(), both.second())));
    }

    private Future<byte[]> killing(Future<byte[]> reading) {
        return reading.orElse(failure -> {
            kill();
            return Futures.failed(failure);
        });
    }

    /** Asks the child to end: SIGTERM on Unix, which it may ignore. Does nothing after its end. */
    public void terminate() {
        process.destroy();
    }

    /** Ends the child: SIGKILL on Unix. It is not over yet when this returns; await {@link #exited}. Does nothing after its end. */
    public void kill() {
        process.destroyForcibly();
    }

    /** The number by which the system knows it. */
    public long pid() {
        return process.pid();
    }

    /** What Java knows of it, its own children among it. */
    public ProcessHandle handle() {
        return process.toHandle();
    }

    /**
     * Closes the pipes, and kills the child if {@link Command#killOnClose} said so; otherwise it lives on. Idempotent, waits for nothing,
     * throws nothing.
     */
    @Override
    public void close() {
        if (killOnClose) {
            kill();
        }
        stdin.close();
        stdout.close();
        stderr.close();
    }

    @Override
    public String toString() {
        return what + " (process " + pid() + ")";
    }
}
