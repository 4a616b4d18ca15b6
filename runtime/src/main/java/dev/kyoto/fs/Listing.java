package dev.kyoto.fs;

import dev.kyoto.futures.Context;
import dev.kyoto.futures.Poll;
import dev.kyoto.futures.stream.AbstractStream;
import dev.kyoto.internal.hop.Hop;
import dev.kyoto.internal.hop.Opening;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/** {@link AsyncFiles#list}. */
final class Listing extends AbstractStream<Path> {
    /** Entries per hop, since one entry costs less than a hop. Tokio's value. */
    static final int BATCH = 32;

    private final Path directory;
    private final Queue<Path> entries = new ArrayDeque<>();
    private @Nullable Directory opened;

    /** Opens the directory at first, and then reads a batch; null while there is something to hand out. */
    private @Nullable Opening<Directory> opening;

    private @Nullable Hop<List<Path>> reading;

    Listing(Path directory) {
        this.directory = directory;
        String call = "AsyncFiles.list(" + directory + ")";
        this.opening = new Opening<>(call, FileErrors.explaining(call, () -> new Directory(directory)));
    }

    @Override
    protected Poll<@Nullable Path> step(Context cx) throws Exception {
        if (opening != null) {
            Poll<Directory> poll = opening.poll(cx);
            if (poll.isPending()) {
                return Poll.pending();
            }
            opening = null;
            opened = poll.value();
        }
        if (entries.isEmpty() && opened != null) {
            if (reading == null) {
                reading = new Hop<>("AsyncFiles.list(" + directory + ")", opened::nextBatch);
            }
            Poll<List<Path>> poll = reading.poll(cx);
            if (poll.isPending()) {
                return Poll.pending();
            }
            reading = null;
            entries.addAll(poll.value());
        } else if (!cx.proceed()) {
            return Poll.pending();
        }
        Path next = entries.poll();
        return next == null ? end() : readyWith(next);
    }

    @Override
    protected void released() {
        if (opening != null) {
            opening.cancel();
        }
        if (reading != null) {
            reading.cancel();
        }
        if (opened != null) {
            opened.close();
        }
    }

    @Override
    protected String describe() {
        return "AsyncFiles.list(" + directory + ")";
    }

    /** Thread-safe: it may be closed while a thread of the pool reads it. */
    private static final class Directory implements AutoCloseable {
        private final DirectoryStream<Path> stream;
        private final Iterator<Path> iterator;

        Directory(Path path) throws IOException {
            stream = Files.newDirectoryStream(path);
            iterator = stream.iterator();
        }

        List<Path> nextBatch() throws IOException {
            List<Path> batch = new ArrayList<>(BATCH);
            try {
                while (batch.size() < BATCH && iterator.hasNext()) {
                    batch.add(iterator.next());
                }
            } catch (DirectoryIteratorException e) {
                throw e.getCause();
            }
            return batch;
        }

        @Override
        public void close() {
            try {
                stream.close();
            } catch (IOException e) {
                // It was only read.
            }
        }
    }
}
