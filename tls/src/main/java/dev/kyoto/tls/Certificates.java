package dev.kyoto.tls;

import java.io.ByteArrayInputStream;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;

/** Certificates out of PEM text. */
final class Certificates {
    private Certificates() {}

    /** @throws IllegalArgumentException if there are none, or one that is damaged */
    static List<X509Certificate> ofPem(String text) {
        List<X509Certificate> certificates = new ArrayList<>();
        for (Pem block : Pem.blocks(text)) {
            if (block.isCertificate()) {
                certificates.add(decoded(block));
            }
        }
        if (certificates.isEmpty()) {
            throw new IllegalArgumentException(
                    "The PEM text has no certificate (-----BEGIN CERTIFICATE-----). Is it the key, or"
                            + " the name of a file in place of what is in it? readPem(path) reads files. One that is binary (DER) becomes"
                            + " PEM with: openssl x509 -inform der -in file.der -out file.pem");
        }
        return certificates;
    }

    private static X509Certificate decoded(Pem block) {
        try {
            var factory = CertificateFactory.getInstance("X.509");
            return (X509Certificate) factory.generateCertificate(new ByteArrayInputStream(block.bytes()));
        } catch (CertificateException e) {
            throw new IllegalArgumentException("A certificate of the PEM text cannot be read: " + e.getMessage(), e);
        }
    }
}
