package dev.kyoto.tls;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;

/** As much of the Distinguished Encoding Rules (X.690) as it takes to put an old form of a private key into the new one. */
final class Der {
    static final int OCTET_STRING = 0x04;
    private static final int SEQUENCE = 0x30;

    /** Of an ECPrivateKey (RFC 5915) the element that names the curve. */
    private static final int CURVE = 0xa0;

    private Der() {}

    static byte[] bytes(int... values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return bytes;
    }

    static byte[] sequence(byte[]... elements) {
        var contents = new ByteArrayOutputStream();
        for (byte[] element : elements) {
            contents.writeBytes(element);
        }
        return element(SEQUENCE, contents.toByteArray());
    }

    static byte[] element(int tag, byte[] contents) {
        var element = new ByteArrayOutputStream();
        element.write(tag);
        int length = contents.length;
        if (length < 0x80) {
            element.write(length);
        } else if (length <= 0xff) {
            element.write(0x81);
            element.write(length);
        } else if (length <= 0xffff) {
            element.write(0x82);
            element.write(length >> 8);
            element.write(length);
        } else {
            throw new IllegalArgumentException("The private key is longer than any key is: " + length + " bytes.");
        }
        element.writeBytes(contents);
        return element.toByteArray();
    }

    /** The name of the curve in an ECPrivateKey, as an element of its own. */
    static byte[] curveOf(byte[] ecPrivateKey) {
        ByteBuffer key = contents(ByteBuffer.wrap(ecPrivateKey), SEQUENCE);
        while (key.hasRemaining()) {
            int tag = key.get(key.position()) & 0xff;
            ByteBuffer contents = contents(key, tag);
            if (tag == CURVE) {
                byte[] curve = new byte[contents.remaining()];
                contents.get(curve);
                return curve;
            }
        }
        throw new IllegalArgumentException(
                "The EC private key does not name its curve. Write it in another form: openssl pkcs8"
                        + " -topk8 -nocrypt -in old.pem -out new.pem");
    }

    /** What is in the element that {@code bytes} begin with, which they go past. */
    private static ByteBuffer contents(ByteBuffer bytes, int tag) {
        if (bytes.remaining() < 2 || (bytes.get() & 0xff) != tag) {
            throw damaged();
        }
        int length = bytes.get() & 0xff;
        if (length > 0x80 && length <= 0x82) {
            int more = length & 0x7f;
            length = 0;
            for (; more > 0 && bytes.hasRemaining(); more--) {
                length = length << 8 | bytes.get() & 0xff;
            }
        } else if (length >= 0x80) {
            throw damaged();
        }
        if (length > bytes.remaining()) {
            throw damaged();
        }
        ByteBuffer contents = bytes.slice().limit(length);
        bytes.position(bytes.position() + length);
        return contents;
    }

    private static IllegalArgumentException damaged() {
        return new IllegalArgumentException("The private key of the PEM text is damaged. Copy the file once more.");
    }
}
