package dev.kyoto.io;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;

/** Pieces of text that end with a line feed, or with a carriage return and a line feed. */
final class Lines extends Pieces<String> {
    private final CharsetDecoder decoder;

    Lines(Charset charset, int limit) {
        super((byte) '\n', limit);
        this.decoder = Text.decoder(charset);
    }

    @Override
    String of(ByteBuffer line, boolean delimited) throws IOException {
        int last = line.limit() - 1;
        if (delimited && line.hasRemaining() && line.get(last) == '\r') {
            line.limit(last);
        }
        return Text.decode(decoder, line);
    }
}
