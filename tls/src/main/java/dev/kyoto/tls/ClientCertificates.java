package dev.kyoto.tls;

/** Whether a server asks its clients who they are. */
public enum ClientCertificates {
    /** It does not ask. */
    NONE,
    /** It asks, and goes on without an answer; one that is not trusted ends the handshake. */
    WANTED,
    /** Without a certificate that is trusted there is no connection. */
    REQUIRED
}
