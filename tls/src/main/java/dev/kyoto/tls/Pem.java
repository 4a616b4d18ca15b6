package dev.kyoto.tls;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A block of a PEM file (RFC 7468); what stands between the blocks is commentary.
 *
 * @param label such as {@code CERTIFICATE}
 */
record Pem(String label, byte[] bytes) {
    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----(.*?)-----END \\1-----", Pattern.DOTALL);

    /** A header, as OpenSSL once wrote it, to say that what follows is encrypted. */
    private static final String OLD_ENCRYPTION = "Proc-Type:";

    static List<Pem> blocks(String text) {
        List<Pem> blocks = new ArrayList<>();
        Matcher matcher = BLOCK.matcher(text);
        while (matcher.find()) {
            blocks.add(new Pem(matcher.group(1), decoded(matcher.group(1), matcher.group(2))));
        }
        return blocks;
    }

    private static byte[] decoded(String label, String body) {
        if (body.contains(OLD_ENCRYPTION)) {
            throw new IllegalArgumentException(
                    "The " + label + " is encrypted in a way that is out of use. Write it anew:"
                            + " openssl pkcs8 -topk8 -in old.pem -out new.pem");
        }
        try {
            return Base64.getMimeDecoder().decode(body);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "The " + label + " of the PEM text is damaged: " + e.getMessage() + ". Copy the file once more.",
                    e);
        }
    }

    boolean isCertificate() {
        return label.equals("CERTIFICATE") || label.equals("X509 CERTIFICATE") || label.equals("TRUSTED CERTIFICATE");
    }

    boolean isPrivateKey() {
        return label.endsWith("PRIVATE KEY");
    }
}
