/**
 * Files and directories for async blocks: {@link dev.kyoto.fs.AsyncFiles} has what {@link java.nio.file.Files} has, as futures, and
 * {@link dev.kyoto.fs.AsyncFile} is an open file, a reader and a writer of bytes.
 *
 * <p>Systems have no files that tell when they are ready, so each operation is a hop to the runtime's blocking pool, and costs some
 * microseconds for it. Many small pieces of one file are better read and written through a buffer, or in one operation, and code that
 * does much with files reads better as one {@code spawnBlocking(() -> …)} over {@code java.nio.file}.
 *
 * <p><b>Dropping.</b> An operation that was dropped before a thread took it never begins. One that has begun is not interrupted, since
 * that would close the file under others: it runs to its end, and nobody hears how it ended.
 */
@NullMarked
package dev.kyoto.fs;

import org.jspecify.annotations.NullMarked;
