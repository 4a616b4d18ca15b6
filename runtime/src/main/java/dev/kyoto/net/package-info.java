/**
 * TCP for async blocks: {@link dev.kyoto.net.TcpListener} and {@link dev.kyoto.net.TcpStream}. Their futures try first and
 * wait only if the operation would block; waiting holds no thread.
 */
@NullMarked
package dev.kyoto.net;

import org.jspecify.annotations.NullMarked;
