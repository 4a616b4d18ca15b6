package dev.kyoto.net;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.kyoto.futures.AbstractFuture;
import dev.kyoto.futures.Context;
import dev.kyoto.futures.Future;
import dev.kyoto.futures.Poll;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Both ends of an echo, as state machines by hand: the compiler comes after this module. */
final class EchoTasks {
    private EchoTasks() {}

    /** The echo loop that a block would say in three lines, as a state machine by hand. */
    static final class Echo extends AbstractFuture<@Nullable Void> {
        private final TcpStream stream;
        private final ByteBuffer buffer = ByteBuffer.allocate(64);
        private @Nullable Future<Integer> reading;
        private @Nullable Future<@Nullable Void> writing;

        Echo(TcpStream stream) {
            this.stream = stream;
        }

        @Override
        protected Poll<@Nullable Void> step(Context cx) throws Exception {
            while (true) {
                if (writing != null) {
                    if (writing.poll(cx).isPending()) {
                        return Poll.pending();
                    }
                    writing = null;
                    buffer.clear();
                }
                if (reading == null) {
                    reading = stream.read(buffer);
                }
                Poll<Integer> count = reading.poll(cx);
                if (count.isPending()) {
                    return Poll.pending();
                }
                reading = null;
                if (count.value() < 0) {
                    stream.close();
                    return Poll.ready(null);
                }
                writing = stream.writeAll(buffer.flip());
            }
        }

        @Override
        protected void dropped() {
            stream.close();
        }
    }

    static final class PingPong extends AbstractFuture<Integer> {
        private final TcpStream stream;
        private final ByteBuffer buffer = ByteBuffer.allocate(4);
        private @Nullable Future<Integer> reading;
        private final int rounds;
        private int done;

        PingPong(TcpStream stream, int rounds) {
            this.stream = stream;
            this.rounds = rounds;
        }

        @Override
        protected Poll<Integer> step(Context cx) throws Exception {
            while (done < rounds) {
                if (reading == null) {
                    stream.tryWrite(TcpTestCase.bytes("ping"));
                    reading = stream.read(buffer.clear());
                }
                Poll<Integer> count = reading.poll(cx);
                if (count.isPending()) {
                    return Poll.pending();
                }
                assertEquals("ping", TcpTestCase.text(buffer));
                reading = null;
                done++;
            }
            stream.shutdownOutput();
            return readyWith(done);
        }
    }
}
