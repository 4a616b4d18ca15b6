package dev.kyoto.net;

import static dev.kyoto.Kyoto.*;
import static java.nio.ByteOrder.BIG_ENDIAN;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kyoto.Flavor;
import dev.kyoto.Runtime;
import dev.kyoto.futures.Future;
import dev.kyoto.futures.Result;
import dev.kyoto.net.CuttingProxy.Cut;
import dev.kyoto.net.CuttingProxy.Passed;
import dev.kyoto.net.CuttingProxy.Way;
import java.io.EOFException;
import java.net.ConnectException;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A connection that breaks after every number of bytes, one way or the other, by a reset or an end. A client sends messages, each
 * with its length before it, and waits for as many replies, in which the server acknowledges them.
 */
class BrokenConnectionTest {
    private static final List<String> MESSAGES = List.of("ab", "", "cdefg");
    private static final int LENGTH = lengthOf(MESSAGES.size());

    @ParameterizedTest
    @CsvSource({
        "CURRENT_THREAD, RESET",
        "CURRENT_THREAD, END",
        "FOUR_WORKERS, RESET",
        "FOUR_WORKERS, END",
    })
    void bothEndsAreToldWhateverHadPassedAndWhatWasAcknowledgedWasDelivered(Flavor flavor, Cut cut) throws Exception {
        try (Runtime runtime = flavor.builder().build();
                TcpListener listener = runtime.blockOn(TcpListener.bind("127.0.0.1:0"));
                var proxy = new CuttingProxy(listener.localAddress().getPort())) {
            var exchange = new Exchange(runtime, listener, proxy);
            exchange.run(LENGTH, Way.REPLIES, cut); // the first one opens descriptors that stay
            int before = Descriptors.open();
            for (Way way : Way.values()) {
                for (int bytes = 0; bytes <= LENGTH; bytes++) {
                    exchange.run(bytes, way, cut);
                }
            }
            listener.close();
            Leftovers.awaitNone(runtime);
            Descriptors.awaitBackTo(before);
        }
    }

    private record Exchange(Runtime runtime, TcpListener listener, CuttingProxy proxy) {
        void run(int bytes, Way way, Cut cut) throws Exception {
            List<String> handled = Collections.synchronizedList(new ArrayList<>());
            List<String> acknowledged = Collections.synchronizedList(new ArrayList<>());
            var passing = proxy.cutAfter(bytes, way, cut);
            var serving = runtime.spawn(serve(listener, handled).catching());
            var asking = runtime.spawn(ask(proxy.address(), acknowledged).catching());
            Result<?> client = runtime.blockOn(asking);
            Result<?> server = runtime.blockOn(serving);
            Passed passed = passing.get();

            String situation = cut + " after " + bytes + " of the " + way + ": " + passed + ", client " + client
                    + ", server " + server;
            assertEquals(upperCase(MESSAGES.subList(0, messagesIn(passed.replies()))), acknowledged, situation);
            assertEquals(upperCase(handled.subList(0, acknowledged.size())), acknowledged, situation);
            if (acknowledged.size() == MESSAGES.size()) {
                assertInstanceOf(Result.Success.class, client, situation);
            } else {
                assertClear(client, situation);
            }
            if (cut == Cut.RESET) {
                assertClear(server, situation);
            } else {
                assertEquals(MESSAGES.subList(0, messagesIn(passed.requests())), handled, situation);
                if (lengthOf(handled.size()) == passed.requests()) {
                    assertInstanceOf(Result.Success.class, server, situation);
                } else {
                    assertInstanceOf(EOFException.class, assertClear(server, situation), situation);
                }
            }
        }
    }

    /** Says what happened, to which stream, and what to do about it. */
    private static Exception assertClear(Result<?> outcome, String situation) {
        Exception failure =
                assertInstanceOf(Result.Failure.class, outcome, situation).failure();
        String message = failure.getMessage();
        if (failure instanceof EOFException) {
            assertTrue(message.contains("The stream ended after"), situation);
            assertTrue(message.contains("has ended early"), situation);
        } else if (failure instanceof ConnectException) { // cut off before it had noticed that it was connected
            assertTrue(message.contains("Cannot connect to 127.0.0.1:"), situation);
            assertTrue(message.contains("Is the server running"), situation);
        } else {
            assertInstanceOf(SocketException.class, failure, situation);
            assertTrue(message.contains("TcpStream[127.0.0.1:"), situation);
            assertTrue(message.contains("The peer is gone"), situation);
        }
        return failure;
    }

    /** Until its client has said all; fails if that is in the middle of a message. */
    private static Future<@Nullable Void> serve(TcpListener listener, List<String> handled) {
        return async(() -> {
            try (var stream = listener.accept().await()) {
                var length = ByteBuffer.allocate(Integer.BYTES);
                while (stream.read(length.clear()).await() >= 0) {
                    stream.readExact(length).await();
                    var body = ByteBuffer.allocate(length.getInt(0));
                    stream.readExact(body).await();
                    String message = text(body);
                    handled.add(message);
                    stream.writeAll(message(message.toUpperCase(Locale.ROOT))).await();
                }
            }
        });
    }

    private static Future<@Nullable Void> ask(String address, List<String> acknowledged) {
        return async(() -> {
            try (var stream = TcpStream.connect(address).await()) {
                // Both to their ends: what has arrived is read, though it turns out meanwhile that nothing can be sent.
                join(send(stream), receive(stream, acknowledged)).await();
            }
        });
    }

    private static Future<@Nullable Void> send(TcpStream stream) {
        return async(() -> {
            for (String message : MESSAGES) {
                stream.writeAll(message(message)).await();
            }
        });
    }

    private static Future<@Nullable Void> receive(TcpStream stream, List<String> acknowledged) {
        return async(() -> {
            while (acknowledged.size() < MESSAGES.size()) {
                int length = stream.readInt(BIG_ENDIAN).await();
                var body = ByteBuffer.allocate(length);
                stream.readExact(body).await();
                acknowledged.add(text(body));
            }
        });
    }

    private static ByteBuffer message(String text) {
        return ByteBuffer.allocate(Integer.BYTES + text.length())
                .putInt(text.length())
                .put(text.getBytes(US_ASCII))
                .flip();
    }

    private static String text(ByteBuffer body) {
        return US_ASCII.decode(body.flip()).toString();
    }

    private static List<String> upperCase(List<String> messages) {
        return messages.stream()
                .map(message -> message.toUpperCase(Locale.ROOT))
                .toList();
    }

    /** How many whole messages so many bytes are. */
    private static int messagesIn(int bytes) {
        int whole = 0;
        while (whole < MESSAGES.size() && lengthOf(whole + 1) <= bytes) {
            whole++;
        }
        return whole;
    }

    private static int lengthOf(int messages) {
        return MESSAGES.subList(0, messages).stream()
                .mapToInt(message -> Integer.BYTES + message.length())
                .sum();
    }
}
