package dev.kyoto.console.internal.serve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Pages that ask at the same time, and those that ask and do not read. */
class HttpFrontTest {
    private static final int PAGES = 8;

    /** More than the buffers between the two ends take. */
    private static final int MORE_THAN_FITS = 32 << 20;

    private final AtomicLong clock = new AtomicLong();
    private final AtomicInteger largeAnswers = new AtomicInteger();
    private final CountDownLatch allAsk = new CountDownLatch(PAGES);
    private HttpFront front;

    @BeforeEach
    void open() throws IOException {
        front = new HttpFront(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), null, this::answer, clock::get);
    }

    @AfterEach
    void close() {
        front.close();
    }

    private String answer(Map<String, String> query) {
        switch (query.get("view")) {
            case "large" -> {
                largeAnswers.incrementAndGet();
                return "x".repeat(MORE_THAN_FITS);
            }
            case "together" -> {
                allAsk.countDown();
                try {
                    allAsk.await();
                } catch (InterruptedException e) {
                    throw new AssertionError(e);
                }
                return "together";
            }
            default -> {
                return "small";
            }
        }
    }

    @Test
    void severalPagesAreAnsweredAtTheSameTime() throws Exception {
        List<CompletableFuture<String>> pages = new ArrayList<>();
        for (int i = 0; i < PAGES; i++) {
            CompletableFuture<String> page = new CompletableFuture<>();
            pages.add(page);
            new Thread(() -> page.complete(ask("together"))).start();
        }

        for (CompletableFuture<String> page : pages) {
            assertTrue(page.get().endsWith("together"), page.get());
        }
    }

    @Test
    void pageThatDoesNotReadHoldsNobodyUpAndOneAnswerAtATime() throws Exception {
        try (Socket slow = connect()) {
            for (int i = 0; i < 100; i++) {
                send(slow, "large");
            }
            while (largeAnswers.get() == 0) {
                Thread.onSpinWait();
            }

            for (int i = 0; i < 100; i++) {
                assertTrue(ask("small").endsWith("small"));
            }

            assertEquals(1, largeAnswers.get());
        }
    }

    @Test
    void pageThatDoesNotReadIsDisconnectedAfterAWhileAndNotBefore() throws Exception {
        try (Socket slow = connect()) {
            send(slow, "large");
            while (largeAnswers.get() == 0) {
                Thread.onSpinWait();
            }

            clock.addAndGet(9_000_000_000L);
            front.disconnectSlow();
            assertEquals('H', slow.getInputStream().read());
            clock.addAndGet(2_000_000_000L);
            front.disconnectSlow();

            assertTrue(readToTheEnd(slow) < MORE_THAN_FITS);
            assertTrue(ask("small").endsWith("small"));
        }
    }

    private Socket connect() throws IOException {
        Socket socket = new Socket();
        socket.setReceiveBufferSize(16 << 10);
        socket.connect(front.address());
        return socket;
    }

    private String ask(String view) {
        try (Socket socket = connect()) {
            send(socket, view);
            socket.shutdownOutput();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException failure) {
            throw new AssertionError(failure);
        }
    }

    private void send(Socket socket, String view) throws IOException {
        String request = "GET /look?view=" + view + " HTTP/1.1\r\nHost: 127.0.0.1:"
                + front.address().getPort() + "\r\n\r\n";
        socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
    }

    /** How many bytes there are before the end, which may be a reset. */
    private static long readToTheEnd(Socket socket) {
        long count = 0;
        byte[] buffer = new byte[1 << 16];
        try {
            InputStream in = socket.getInputStream();
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                count += read;
            }
        } catch (IOException reset) {
            return count;
        }
        return count;
    }
}
