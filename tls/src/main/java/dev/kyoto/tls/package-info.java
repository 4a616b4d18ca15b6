/**
 * TLS over any stream of bytes: a {@link dev.kyoto.tls.TlsConnector} for clients, a {@link dev.kyoto.tls.TlsAcceptor} for
 * servers, and the {@link dev.kyoto.tls.TlsStream} that both make of an {@link dev.kyoto.io.AsyncReadWrite}. The protocol itself
 * is done by Java's {@link javax.net.ssl.SSLEngine}.
 */
@NullMarked
package dev.kyoto.tls;

import org.jspecify.annotations.NullMarked;
