/**
 * Sockets for async blocks. A TCP server starts at {@link dev.kyoto.net.TcpListener#bind(String)}, a client at
 * {@link dev.kyoto.net.TcpStream#connect(String)}, and whoever has options to set first at {@link dev.kyoto.net.TcpSocket}.
 * {@link dev.kyoto.net.UdpSocket} has datagrams, {@link dev.kyoto.net.UnixListener} and {@link dev.kyoto.net.UnixStream} are for
 * processes of one machine, and {@link dev.kyoto.net.AsyncChannel} for any other channel of Java's.
 *
 * <p>Their futures try first and wait only if the operation would block; waiting holds no thread. Names are resolved on the
 * runtime's blocking pool. A connection is a reader and a writer of bytes, with all that {@code dev.kyoto.io} does to these. Only {@code writeAll} is not cancel safe; each method says what a drop loses.
 */
@NullMarked
package dev.kyoto.net;

import org.jspecify.annotations.NullMarked;
