/**
 * TCP for async blocks: a server starts at {@link dev.kyoto.net.TcpListener#bind(String)}, a client at
 * {@link dev.kyoto.net.TcpStream#connect(String)}. Their futures try first and wait only if the operation would block;
 * waiting holds no thread. Names are resolved on the runtime's blocking pool.
 *
 * <p>Only {@code writeAll} is not cancel safe; each method says what a drop loses.
 */
@NullMarked
package dev.kyoto.net;

import org.jspecify.annotations.NullMarked;
