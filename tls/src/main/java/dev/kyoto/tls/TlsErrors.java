package dev.kyoto.tls;

import java.nio.ByteBuffer;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.Map;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import org.jspecify.annotations.Nullable;

/** What Java's engine says, with the cure added. */
final class TlsErrors {
    private static final String ALERT = "Received fatal alert: ";

    /** What the peer means, by the names of RFC 8446, section 6.2, and RFC 7301. */
    private static final Map<String, String> CURES_OF_ALERTS = Map.of(
            "unknown_ca",
            "The peer does not trust who signed the certificate of this side: let it trust that authority, or"
                    + " send the whole chain.",
            "certificate_unknown",
            "The peer does not accept the certificate of this side: does it trust who signed it, and is it made"
                    + " for the name that the peer asked for?",
            "bad_certificate",
            "The peer does not accept the certificate of this side, or misses one: a connector needs an identity that the"
                    + " peer trusts.",
            "certificate_required",
            "The peer wants a certificate of this side: give the connector an identity that the peer trusts.",
            "certificate_expired",
            "Renew the certificate of this side; or the clock of the peer is wrong.",
            "protocol_version",
            "The two sides have no version of TLS in common: see versions(…) at both ends.",
            "handshake_failure",
            "The two sides have nothing in common that a handshake needs, such as a cipher suite for the kind of key that the"
                    + " server has; or the peer wants a certificate of this side: then give the connector an identity that it"
                    + " trusts.",
            "no_application_protocol",
            "The two sides have no application protocol in common: see applicationProtocols(…) at both ends.",
            "unrecognized_name",
            "The server has no such name: connect with one that its certificate is made for.");

    private TlsErrors() {}

    /** @param host the server's name, at its client; null at a server */
    static SSLException explained(SSLException thrown, @Nullable String host) {
        String message = String.valueOf(thrown.getMessage());
        String text = message + (message.endsWith(".") ? " " : ". ") + cure(thrown, message, host);
        SSLException explained =
                thrown instanceof SSLHandshakeException ? new SSLHandshakeException(text) : new SSLException(text);
        explained.initCause(thrown);
        return explained;
    }

    private static String cure(SSLException thrown, String message, @Nullable String host) {
        String peer = host == null ? "the client" : host;
        String certificate = certificateCure(thrown, peer);
        if (certificate != null) {
            return certificate;
        }
        int alert = message.indexOf(ALERT);
        if (alert >= 0) {
            String name = message.substring(alert + ALERT.length()).strip();
            return CURES_OF_ALERTS.getOrDefault(name, "The peer has ended the connection; its log may say more.");
        }
        if (message.contains("application layer protocol") || message.contains("application protocol")) {
            return "The two sides have no application protocol in common: see applicationProtocols(…) at both ends.";
        }
        if (message.contains("protocol version") || message.contains("appropriate protocol")) {
            return "The two sides have no version of TLS in common: see versions(…) at both ends.";
        }
        if (message.contains("cipher suites in common")) {
            return "The two sides have no cipher suite in common that suits the kind of key of the server.";
        }
        if (message.contains("client certificate chain")) {
            return "The client was asked for a certificate, and sent none: give its connector an identity, or ask with"
                    + " ClientCertificates.WANTED.";
        }
        return "The connection with " + peer + " is of no use any more: close it, and connect again.";
    }

    private static @Nullable String certificateCure(SSLException thrown, String peer) {
        String cure = null;
        for (Throwable cause = thrown.getCause(); cause != null; cause = cause.getCause()) {
            if (cause instanceof CertificateExpiredException || cause instanceof CertificateNotYetValidException) {
                return "The certificate of " + peer
                        + " has expired, or is not valid yet: renew it. Or the clock of this" + " machine is wrong.";
            }
            String text = String.valueOf(cause.getMessage());
            if (text.contains("No name matching") || text.contains("No subject alternative")) {
                return "The certificate that came is not made for " + peer + ": is that the name of the server, and"
                        + " did another one answer? Connect with a name that the certificate has.";
            }
            if (cause instanceof CertPathBuilderException || cause instanceof CertPathValidatorException) {
                cure = "The certificate of " + peer
                        + " is signed by nobody who is trusted here. If the authority is your"
                        + " own, say so with TrustAnchors.ofPem(…); and a server has to send all certificates between its"
                        + " own and the authority's.";
            } else if (cause instanceof CertificateException && cure == null) {
                cure = "The certificate of " + peer + " is not accepted.";
            }
        }
        return cure;
    }

    /** Whether a peer that begins like this speaks something else. The types of records are 20 to 24. */
    static boolean isNoTls(byte first) {
        return first < 20 || first > 24;
    }

    /** @param bytes what came instead of a record */
    static SSLException noTls(ByteBuffer bytes, SSLException thrown) {
        return new SSLException(
                "What the peer sends is no TLS; it begins with \"" + printable(bytes, 24)
                        + "\". Perhaps it speaks no TLS at"
                        + " all on this port, or only after a command such as STARTTLS; or it is a client that was not told"
                        + " to.",
                thrown);
    }

    private static String printable(ByteBuffer bytes, int most) {
        var text = new StringBuilder();
        for (int i = bytes.position(); i < bytes.limit() && i < bytes.position() + most; i++) {
            char value = (char) (bytes.get(i) & 0xff);
            text.append(value >= ' ' && value < 0x7f ? value : '.');
        }
        return text.toString();
    }
}
