package dev.kyoto.redis.protocol;

import java.math.BigInteger;
import java.util.List;

/**
 * One value of RESP as an object, for those who read replies and for tests. A server never builds these: it reads
 * {@link Request}s and writes through {@link FrameWriter}.
 */
public sealed interface Frame {
    /** Writes this frame in the writer's version of RESP. */
    void writeTo(FrameWriter out);

    record SimpleString(String text) implements Frame {
        @Override
        public void writeTo(FrameWriter out) {
            out.simple(text);
        }
    }

    record SimpleError(String message) implements Frame {
        @Override
        public void writeTo(FrameWriter out) {
            out.error(message);
        }
    }

    record Int(long value) implements Frame {
        @Override
        public void writeTo(FrameWriter out) {
            out.integer(value);
        }
    }

    record BulkString(Bytes bytes) implements Frame {
        @Override
        public void writeTo(FrameWriter out) {
            out.bulk(bytes);
        }
    }

    record Array(List<Frame> elements) implements Frame {
        public Array {
            elements = List.copyOf(elements);
        }

        @Override
        public void writeTo(FrameWriter out) {
            out.array(elements.size());
            elements.forEach(element -> element.writeTo(out));
        }
    }

    /** No value: version 3's null, and both nulls of version 2. */
    record Null() implements Frame {
        @Override
        public void writeTo(FrameWriter out) {
            out.nothing();
        }
    }

    record Bool(boolean value) implements Frame {
        @Override
        public void writeTo(FrameWriter out) {
            out.bool(value);
        }
    }

    record Decimal(double value) implements Frame {
        @Override
        public void writeTo(FrameWriter out) {
            out.decimal(value);
        }
    }

    record BigNumber(BigInteger value) implements Frame {
        @Override
        public void writeTo(FrameWriter out) {
            out.bigNumber(value);
        }
    }

    record BulkError(Bytes message) implements Frame {
        @Override
        public void writeTo(FrameWriter out) {
            out.bulkError(message);
        }
    }

    /** Text to be shown as it is; {@code format} is {@code txt} or {@code mkd}. */
    record Verbatim(String format, Bytes text) implements Frame {
        @Override
        public void writeTo(FrameWriter out) {
            out.verbatim(format, text);
        }
    }

    /** Keys and values in turn, as they were sent: RESP does not forbid a key to come twice. */
    record Map(List<Frame> keysAndValues) implements Frame {
        public Map {
            keysAndValues = List.copyOf(keysAndValues);
            if (keysAndValues.size() % 2 != 0) {
                throw new IllegalArgumentException("A map's last key has no value: " + keysAndValues);
            }
        }

        @Override
        public void writeTo(FrameWriter out) {
            out.map(keysAndValues.size() / 2);
            keysAndValues.forEach(element -> element.writeTo(out));
        }
    }

    record Set(List<Frame> elements) implements Frame {
        public Set {
            elements = List.copyOf(elements);
        }

        @Override
        public void writeTo(FrameWriter out) {
            out.set(elements.size());
            elements.forEach(element -> element.writeTo(out));
        }
    }

    /** Something that was not asked for, such as a message of a channel. */
    record Push(List<Frame> elements) implements Frame {
        public Push {
            elements = List.copyOf(elements);
        }

        @Override
        public void writeTo(FrameWriter out) {
            out.push(elements.size());
            elements.forEach(element -> element.writeTo(out));
        }
    }
}
