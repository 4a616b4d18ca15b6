package dev.kyoto.io;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;

/** Text of bytes, where bytes that are none are a failure. */
final class Text {
    private Text() {}

    static String decode(Charset charset, byte[] bytes) throws CharacterCodingException {
        return decode(decoder(charset), ByteBuffer.wrap(bytes));
    }

    static CharsetDecoder decoder(Charset charset) {
        return charset.newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
    }

    /** What remains of {@code bytes}; {@code decoder} comes from {@link #decoder}. */
    static String decode(CharsetDecoder decoder, ByteBuffer bytes) throws CharacterCodingException {
        int start = bytes.position();
        try {
            return decoder.decode(bytes).toString();
        } catch (CharacterCodingException e) {
            throw new MalformedTextException(decoder.charset(), bytes.position() - start, e);
        }
    }

    /** A {@link CharacterCodingException} that says something. */
    private static final class MalformedTextException extends CharacterCodingException {
        private final String message;

        MalformedTextException(Charset charset, int at, CharacterCodingException cause) {
            this.message = "Byte " + at + " of what was read is no " + charset.name()
                    + ". Name the charset that it was written in, or read it as bytes.";
            initCause(cause);
        }

        @Override
        public String getMessage() {
            return message;
        }
    }
}
