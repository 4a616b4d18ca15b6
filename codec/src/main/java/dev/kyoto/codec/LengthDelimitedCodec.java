package dev.kyoto.codec;

import dev.kyoto.io.LimitExceededException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Frames with their length in front:
 *
 * <pre>
 *   | anything |  length  | anything |  the bytes of the frame  |
 *   0          offset     offset + field length                 …
 *   |------------- skipped ----------|
 * </pre>
 *
 * Unless told otherwise the length is the whole header, in four bytes, big-endian, and counts what comes after it:
 *
 * <pre>{@code
 * var frames = new Framed<>(socket, new LengthDelimitedCodec());
 *
 * LengthDelimitedCodec.builder()       // two bytes of magic, then a length that counts itself and the magic, both to be seen in the frame
 *         .lengthFieldOffset(2)
 *         .lengthFieldLength(2)
 *         .skip(0)
 *         .build();
 * }</pre>
 *
 * <p>Decoding fails with {@link LimitExceededException} where a frame is announced that is too long, before any of it is
 * waited for.
 *
 * <p>Encoding writes a length field and the frame. What else belongs into the header is part of the frame that is sent.
 */
public final class LengthDelimitedCodec implements Codec<ByteBuffer, ByteBuffer> {
    /** The longest frame, unless told otherwise. Tokio's value. */
    public static final int DEFAULT_MAX_FRAME_LENGTH = 8 << 20;

    private final int fieldOffset;
    private final int fieldLength;
    private final int adjustment;
    private final int skip;
    private final int maxFrameLength;
    private final ByteOrder order;

    /** How many bytes the next frame has with its header, or only this, if that has not come. */
    private int needed;

    /** Four bytes, big-endian, and frames of up to {@value #DEFAULT_MAX_FRAME_LENGTH} bytes. */
    public LengthDelimitedCodec() {
        this(builder());
    }

    private LengthDelimitedCodec(Builder builder) {
        this.fieldOffset = builder.fieldOffset;
        this.fieldLength = builder.fieldLength;
        this.adjustment = builder.adjustment;
        this.skip = builder.skip >= 0 ? builder.skip : fieldOffset + fieldLength;
        this.order = builder.order;
        this.maxFrameLength = (int) Math.min(builder.maxFrameLength, largestInField());
        this.needed = headerLength();
    }

    public static Builder builder() {
        return new Builder();
    }

    /** The longest frame: as configured, or what the length field can say, if that is less. */
    public int maxFrameLength() {
        return maxFrameLength;
    }

    @Override
    public @Nullable ByteBuffer decode(ByteBuffer bytes) throws IOException {
        needed = headerLength();
        if (bytes.remaining() < needed) {
            return null;
        }
        int length = announced(bytes);
        needed = skip + length;
        if (bytes.remaining() < needed) {
            return null; // the header stays with it, so that a frame that is cut off behind its header is seen to be
        }
        return Frames.copy(bytes.position(bytes.position() + skip), length);
    }

    @Override
    public int needed(int available) {
        return needed;
    }

    private int headerLength() {
        return Math.max(skip, fieldOffset + fieldLength);
    }

    /** The length of the frame behind the skipped bytes. */
    private int announced(ByteBuffer bytes) throws IOException {
        long length = readLength(bytes, bytes.position() + fieldOffset);
        if (length < 0 || length > maxFrameLength) {
            throw new LimitExceededException(
                    "A frame of " + Long.toUnsignedString(length) + " bytes was announced, and " + maxFrameLength
                            + " are allowed. If such frames are right, raise maxFrameLength; if not, the other side speaks another"
                            + " protocol, or counts otherwise.",
                    maxFrameLength);
        }
        long adjusted = length + adjustment;
        if (adjusted < 0 || adjusted > Integer.MAX_VALUE - skip) {
            throw new MalformedFrameException("A length of " + length + " was announced, which the adjustment of "
                    + adjustment + " makes " + adjusted + ". Does the length count its own field?");
        }
        return (int) adjusted;
    }

    @Override
    public void encode(ByteBuffer frame, OutputBuffer out) throws IOException {
        int length = frame.remaining();
        if (length > maxFrameLength) {
            throw new LimitExceededException(
                    "A frame of " + length + " bytes was to be sent, and " + maxFrameLength
                            + " are allowed. Send it in parts, or raise maxFrameLength, at the other side too.",
                    maxFrameLength);
        }
        long announced = (long) length - adjustment;
        if (announced < 0 || announced > largestInField()) {
            throw new MalformedFrameException("A frame of " + length + " bytes would be announced as " + announced
                    + ", which a length field of " + fieldLength + " bytes cannot say. See lengthAdjustment.");
        }
        ByteBuffer buffer = out.reserve(fieldLength + length);
        writeLength(buffer, announced);
        buffer.put(frame.duplicate());
    }

    private long largestInField() {
        return fieldLength >= Long.BYTES ? Long.MAX_VALUE : (1L << (Byte.SIZE * fieldLength)) - 1;
    }

    private long readLength(ByteBuffer bytes, int index) {
        long length = 0;
        for (int i = 0; i < fieldLength; i++) {
            int at = order == ByteOrder.BIG_ENDIAN ? i : fieldLength - 1 - i;
            length = length << Byte.SIZE | bytes.get(index + at) & 0xff;
        }
        return length;
    }

    private void writeLength(ByteBuffer buffer, long length) {
        for (int i = 0; i < fieldLength; i++) {
            int shift = order == ByteOrder.BIG_ENDIAN ? fieldLength - 1 - i : i;
            buffer.put((byte) (length >>> Byte.SIZE * shift));
        }
    }

    /** The settings of a {@link LengthDelimitedCodec}. Not thread-safe. */
    public static final class Builder {
        private int fieldOffset;
        private int fieldLength = Integer.BYTES;
        private int adjustment;
        private int skip = -1;
        private int maxFrameLength = DEFAULT_MAX_FRAME_LENGTH;
        private ByteOrder order = ByteOrder.BIG_ENDIAN;

        private Builder() {}

        /** How many bytes lie before the length. Default: none. */
        public Builder lengthFieldOffset(int bytes) {
            this.fieldOffset = notNegative("lengthFieldOffset", bytes);
            return this;
        }

        /** How many bytes the length has, from 1 to 8. Default: 4. */
        public Builder lengthFieldLength(int bytes) {
            if (bytes < 1 || bytes > Long.BYTES) {
                throw new IllegalArgumentException("lengthFieldLength must be from 1 to 8, but is " + bytes + ".");
            }
            this.fieldLength = bytes;
            return this;
        }

        /**
         * What is added to a length that was received, and taken from one that is sent: negative if the length counts
         * bytes of the header. Default: 0.
         */
        public Builder lengthAdjustment(int bytes) {
            this.adjustment = bytes;
            return this;
        }

        /** How many bytes are left out, from the first of the header on. Default: all up to the end of the length. */
        public Builder skip(int bytes) {
            this.skip = notNegative("skip", bytes);
            return this;
        }

        /** The longest frame, as its length field says. Default: {@value LengthDelimitedCodec#DEFAULT_MAX_FRAME_LENGTH}. */
        public Builder maxFrameLength(int bytes) {
            this.maxFrameLength = notNegative("maxFrameLength", bytes);
            return this;
        }

        /** The order of the bytes of the length. Default: big-endian. */
        public Builder byteOrder(ByteOrder order) {
            this.order = Objects.requireNonNull(order, "order");
            return this;
        }

        public LengthDelimitedCodec build() {
            return new LengthDelimitedCodec(this);
        }

        private static int notNegative(String what, int value) {
            if (value < 0) {
                throw new IllegalArgumentException(what + " must not be negative, but is " + value + ".");
            }
            return value;
        }
    }
}
