package dev.kyoto.redis;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Clients that write without a pause while the server's process is told to stop. Each counts up a key of its own, many
 * commands at a time, and must see its replies count 1, 2, 3, … without a gap, up to an orderly end of the stream: what was
 * acknowledged was done, once and in order, and what was done was acknowledged.
 *
 * <p>Arguments: the server's port and process id.
 */
public final class WritersAtStop {
    private static final int CLIENTS = 50;
    private static final int PIPELINED = 16;
    private static final int REPLIES_BEFORE_THE_STOP = 500;

    private final int port;
    private final CountDownLatch underWay = new CountDownLatch(CLIENTS);

    private WritersAtStop(int port) {
        this.port = port;
    }

    public static void main(String[] arguments) throws Exception {
        ProcessHandle server = ProcessHandle.of(Long.parseLong(arguments[1])).orElseThrow();
        long replies = new WritersAtStop(Integer.parseInt(arguments[0])).writeUntilTheEndOf(server);
        System.out.println(CLIENTS + " clients saw " + replies + " replies, each in its place, and an orderly end");
    }

    private long writeUntilTheEndOf(ProcessHandle server) throws InterruptedException, ExecutionException {
        ExecutorService threads = Executors.newCachedThreadPool();
        try {
            List<Future<Long>> clients = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                String key = "counter-" + i;
                clients.add(threads.submit(() -> write(key)));
            }
            underWay.await();
            server.destroy(); // SIGTERM
            long replies = 0;
            for (Future<Long> client : clients) {
                replies += client.get();
            }
            return replies;
        } finally {
            threads.shutdownNow();
        }
    }

    /** Returns how many replies there were; fails if one is missing or wrong, or the stream breaks off. */
    private long write(String key) throws IOException {
        byte[] commands = ("INCR " + key + "\r\n").repeat(PIPELINED).getBytes(StandardCharsets.US_ASCII);
        try (Socket socket = new Socket("127.0.0.1", port)) {
            OutputStream out = socket.getOutputStream();
            BufferedReader in =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
            long replies = 0;
            while (true) {
                out.write(commands);
                for (int i = 0; i < PIPELINED; i++) {
                    String reply = in.readLine();
                    if (reply == null) {
                        return replies;
                    }
                    if (!reply.equals(":" + (replies + 1))) {
                        throw new IOException(key + ": reply " + (replies + 1) + " is " + reply);
                    }
                    replies++;
                    if (replies == REPLIES_BEFORE_THE_STOP) {
                        underWay.countDown();
                    }
                }
            }
        }
    }
}
