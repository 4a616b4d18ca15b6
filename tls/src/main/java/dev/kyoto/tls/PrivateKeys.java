package dev.kyoto.tls;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.List;
import javax.crypto.Cipher;
import javax.crypto.EncryptedPrivateKeyInfo;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import org.jspecify.annotations.Nullable;

/** Private keys out of PEM text, in each of the forms that files have: PKCS #8, plain or encrypted, PKCS #1 and SEC 1. */
final class PrivateKeys {
    private static final List<String> ALGORITHMS = List.of("RSA", "EC", "EdDSA", "RSASSA-PSS", "DSA");

    /** AlgorithmIdentifier of rsaEncryption (RFC 8017): its object identifier, and NULL. */
    private static final byte[] RSA =
            Der.bytes(0x30, 0x0d, 0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 1, 1, 5, 0);

    /** The object identifier id-ecPublicKey (RFC 5480); the curve follows it. */
    private static final byte[] EC = Der.bytes(0x06, 0x07, 0x2a, 0x86, 0x48, 0xce, 0x3d, 2, 1);

    private static final byte[] VERSION_0 = Der.bytes(2, 1, 0);

    private PrivateKeys() {}

    /**
     * @param password null if there is none
     * @throws IllegalArgumentException if there is no key, or it cannot be read
     */
    static PrivateKey ofPem(String text, char @Nullable [] password) {
        for (Pem block : Pem.blocks(text)) {
            if (block.isPrivateKey()) {
                return decoded(block, password);
            }
        }
        throw new IllegalArgumentException("The PEM text has no private key (-----BEGIN PRIVATE KEY-----). Is it the"
                + " certificate, or the name of a file in place of what is in it? readPem(chain, key) reads files.");
    }

    private static PrivateKey decoded(Pem block, char @Nullable [] password) {
        return switch (block.label()) {
            case "PRIVATE KEY" -> ofPkcs8(block.bytes());
            case "ENCRYPTED PRIVATE KEY" -> ofPkcs8(decrypted(block.bytes(), password));
            case "RSA PRIVATE KEY" ->
                ofPkcs8(Der.sequence(VERSION_0, RSA, Der.element(Der.OCTET_STRING, block.bytes())));
            case "EC PRIVATE KEY" ->
                ofPkcs8(Der.sequence(
                        VERSION_0,
                        Der.sequence(EC, Der.curveOf(block.bytes())),
                        Der.element(Der.OCTET_STRING, block.bytes())));
            default ->
                throw new IllegalArgumentException("There is no way here to read a " + block.label()
                        + ". Write it in another form: openssl pkcs8 -topk8 -nocrypt -in old.pem -out new.pem");
        };
    }

    private static PrivateKey ofPkcs8(byte[] bytes) {
        var spec = new PKCS8EncodedKeySpec(bytes);
        InvalidKeySpecException refused = null;
        for (String algorithm : ALGORITHMS) {
            try {
                return KeyFactory.getInstance(algorithm).generatePrivate(spec);
            } catch (InvalidKeySpecException e) {
                refused = e; // of another kind
            } catch (NoSuchAlgorithmException e) {
                // Not on this machine, then it is not of this kind.
            }
        }
        throw new IllegalArgumentException(
                "The private key is of a kind that Java does not know here, or damaged. Kinds that it knows: "
                        + ALGORITHMS,
                refused);
    }

    private static byte[] decrypted(byte[] bytes, char @Nullable [] password) {
        if (password == null) {
            throw new IllegalArgumentException(
                    "The private key is encrypted. Give its password as well: TlsIdentity.ofPem(chain, key, password).");
        }
        var keySpec = new PBEKeySpec(password);
        try {
            var info = new EncryptedPrivateKeyInfo(bytes);
            // Of PBES2 the name is in the parameters, as in PBEWithHmacSHA256AndAES_256.
            String algorithm =
                    info.getAlgName().equals("PBES2") || info.getAlgName().equals("1.2.840.113549.1.5.13")
                            ? info.getAlgParameters().toString()
                            : info.getAlgName();
            var cipher = Cipher.getInstance(algorithm);
            cipher.init(
                    Cipher.DECRYPT_MODE,
                    SecretKeyFactory.getInstance(algorithm).generateSecret(keySpec),
                    info.getAlgParameters());
            return info.getKeySpec(cipher).getEncoded();
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalArgumentException(
                    "The private key cannot be decrypted: is that its password? (" + e.getMessage() + ")", e);
        } finally {
            keySpec.clearPassword();
        }
    }

    /**
     * Fails unless the two belong together, which otherwise only the peer would see, and say in its own words. Kinds of keys that
     * this does not know how to try are believed.
     */
    static void requirePair(PrivateKey key, PublicKey certified) {
        String algorithm = switch (key.getAlgorithm()) {
            case "RSA" -> "SHA256withRSA";
            case "EC" -> "SHA256withECDSA";
            case "EdDSA", "Ed25519", "Ed448" -> "EdDSA";
            default -> null;
        };
        if (algorithm != null && !areAPair(algorithm, key, certified)) {
            throw new IllegalArgumentException(
                    "The private key does not belong to the certificate, which has to be the first of"
                            + " its chain. Are they of two different names, or of before and after a renewal?");
        }
    }

    private static boolean areAPair(String algorithm, PrivateKey key, PublicKey certified) {
        byte[] something = {1, 2, 3};
        try {
            var signature = Signature.getInstance(algorithm);
            signature.initSign(key);
            signature.update(something);
            byte[] signed = signature.sign();
            signature.initVerify(certified);
            signature.update(something);
            return signature.verify(signed);
        } catch (NoSuchAlgorithmException e) {
            return true; // believed
        } catch (GeneralSecurityException e) {
            return false; // of two kinds or sizes
        }
    }
}
