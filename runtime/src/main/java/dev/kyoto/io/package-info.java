/**
 * Bytes that come and go without holding a thread: {@link dev.kyoto.io.AsyncRead} and {@link dev.kyoto.io.AsyncWrite}, which a
 * {@link dev.kyoto.net.TcpStream} is; buffers around them; and in {@link dev.kyoto.io.ByteStreams} what copies, connects and
 * translates between them and the rest of Java.
 *
 * <p><b>Who closes what.</b> Readers and writers are {@link java.lang.AutoCloseable}. To close one is to drop it: it
 * waits for nothing, throws nothing, may be repeated, and loses what was not flushed; the end in good order is
 * {@code shutdown()}. Whoever wraps another owns it, and closes it with itself. Futures own nothing: a reader or a writer
 * outlives all of its futures, also those that are dropped.
 *
 * <p><b>Who may use what.</b> A reader is polled by one thread at a time, each poll after the one before, and so is a
 * writer; the two halves of an {@link dev.kyoto.io.AsyncReadWrite} may be polled at once.
 */
@NullMarked
package dev.kyoto.io;

import org.jspecify.annotations.NullMarked;
