package dev.kyoto.redis.protocol;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;

/**
 * A command typed by hand, as with telnet: words between blanks. In double quotes, blanks belong to the word and
 * {@code \n \r \t \b \a \xHH} are escapes; in single quotes only {@code \'} is one.
 */
final class InlineCommand {
    private final InputBuffer in;
    private final int end;
    private int at;

    private InlineCommand(InputBuffer in, int end) {
        this.in = in;
        this.end = end;
    }

    /** The words of the next {@code length} bytes, which are not consumed. */
    static Bytes[] split(InputBuffer in, int length) throws ProtocolException {
        InlineCommand line = new InlineCommand(in, length);
        List<Bytes> words = new ArrayList<>();
        while (line.skipBlanks()) {
            words.add(line.word());
        }
        return words.toArray(Bytes[]::new);
    }

    private boolean skipBlanks() {
        while (at < end && isBlank(in.byteAt(at))) {
            at++;
        }
        return at < end;
    }

    private Bytes word() throws ProtocolException {
        ByteArrayOutputStream word = new ByteArrayOutputStream();
        while (at < end && !isBlank(in.byteAt(at))) {
            byte b = in.byteAt(at++);
            if (b == '"' || b == '\'') {
                quoted(b, word);
                break;
            }
            word.write(b);
        }
        return Bytes.wrap(word.toByteArray());
    }

    /** The rest of a quoted piece, which must end the word. */
    private void quoted(byte quote, ByteArrayOutputStream word) throws ProtocolException {
        while (at < end) {
            byte b = in.byteAt(at++);
            if (b == quote) {
                if (at < end && !isBlank(in.byteAt(at))) {
                    break;
                }
                return;
            }
            if (b == '\\' && at < end) {
                b = quote == '"' ? escaped() : escapedQuote();
            }
            word.write(b);
        }
        throw new ProtocolException("unbalanced quotes in request");
    }

    private byte escapedQuote() {
        if (in.byteAt(at) == '\'') {
            at++;
            return '\'';
        }
        return '\\';
    }

    private byte escaped() {
        byte b = in.byteAt(at++);
        if (b == 'x' && at + 1 < end) {
            int high = Character.digit(in.byteAt(at), 16);
            int low = Character.digit(in.byteAt(at + 1), 16);
            if (high >= 0 && low >= 0) {
                at += 2;
                return (byte) ((high << 4) | low);
            }
        }
        return switch (b) {
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'b' -> '\b';
            case 'a' -> 7;
            default -> b;
        };
    }

    private static boolean isBlank(byte b) {
        return b == ' ' || (b >= '\t' && b <= '\r') || b == 0;
    }
}
