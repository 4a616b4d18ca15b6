package dev.kyoto.fs;

import dev.kyoto.futures.AbstractFuture;
import dev.kyoto.futures.Context;
import dev.kyoto.futures.Poll;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** {@link AsyncFile#write} and {@link AsyncFile#writeAll}: not done before it is in the file. */
final class FileWriting<T extends @Nullable Object> extends AbstractFuture<T> {
    private final AsyncFile file;
    private final ByteBuffer source;
    private final boolean all;
    private final IntFunction<T> result;
    private final int start;
    private boolean isTaken;

    /** @param result of the number of bytes */
    FileWriting(AsyncFile file, ByteBuffer source, boolean all, IntFunction<T> result) {
        this.file = file;
        this.source = source;
        this.all = all;
        this.result = result;
        this.start = source.position();
    }

    @Override
    protected Poll<T> step(Context cx) throws IOException {
        while (!isTaken) {
            if (file.pollWrite(cx, source).isPending()) {
                return Poll.pending();
            }
            isTaken = !all || !source.hasRemaining();
        }
        return file.pollFlush(cx).isPending() ? Poll.pending() : readyWith(result.apply(source.position() - start));
    }

    @Override
    protected String describe() {
        return (all ? "The writeAll() of " : "The write() of ") + file;
    }
}
