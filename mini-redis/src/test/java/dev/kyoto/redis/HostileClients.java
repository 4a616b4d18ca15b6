package dev.kyoto.redis;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/**
 * A program that attacks a running server with what no good client sends, and fails if the server goes down, leaves a good
 * client unanswered, or keeps memory or descriptors of the bad ones.
 *
 * <pre>{@code java dev.kyoto.redis.HostileClients <port> <process id of the server> [<rounds> [<seed>]]}</pre>
 *
 * Descriptors and memory are read from the process file system, where there is one. The server should have touched all of its
 * heap at its start ({@code -Xms} as {@code -Xmx}, {@code -XX:+AlwaysPreTouch}); else a heap that grows looks like a leak.
 */
final class HostileClients {
    private static final int CLIENTS_A_ROUND = 40;
    private static final int ROUNDS_TO_WARM_UP = 5;
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final int DESCRIPTORS_OF_GRACE = 10;

    /** The collector gives memory back when it likes; what is looked for grows with every round. */
    private static final double MEMORY_GROWTH_ALLOWED = 1.3;

    private final int port;
    private final Random random;
    private final List<Attack> attacks = List.of(
            this::randomBytes,
            this::almostAFrame,
            this::truncatedFrame,
            this::hugeLengths,
            this::deepNesting,
            this::endlessLine,
            this::neverReading,
            this::vanishing,
            this::manyWords);

    /** Something bad done to an open socket; that the server hangs up is part of it. */
    @FunctionalInterface
    private interface Attack {
        void run(Socket socket) throws IOException;
    }

    private HostileClients(int port, long seed) {
        this.port = port;
        this.random = new Random(seed);
    }

    public static void main(String[] arguments) throws Exception {
        int port = Integer.parseInt(arguments[0]);
        Path process = Path.of("/proc", arguments[1]);
        int rounds = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 50;
        long seed = arguments.length > 3 ? Long.parseLong(arguments[3]) : System.nanoTime();
        System.out.println("seed " + seed);
        var clients = new HostileClients(port, seed);
        for (int i = 0; i < ROUNDS_TO_WARM_UP; i++) {
            clients.round();
        }
        long descriptors = descriptors(process);
        long memory = memoryKilobytes(process);
        for (int i = 0; i < rounds; i++) {
            clients.round();
        }
        clients.awaitAllGone();
        long descriptorsAfter = descriptorsAtRest(process, descriptors + DESCRIPTORS_OF_GRACE);
        long memoryAfter = memoryKilobytes(process);
        System.out.println("attacks: " + rounds * CLIENTS_A_ROUND + ", descriptors: " + descriptors + " to "
                + descriptorsAfter + ", resident KiB: " + memory + " to " + memoryAfter);
        check(descriptorsAfter <= descriptors + DESCRIPTORS_OF_GRACE, "descriptors leak");
        check(memoryAfter <= memory * MEMORY_GROWTH_ALLOWED, "memory leaks");
        System.out.println("The server has survived.");
    }

    /** Attacks at the same time, while a good client is answered. */
    private void round() throws Exception {
        List<Socket> open = new ArrayList<>();
        try (Socket good = connect()) {
            for (int i = 0; i < CLIENTS_A_ROUND; i++) {
                Socket socket = connect();
                open.add(socket);
                try {
                    attacks.get(random.nextInt(attacks.size())).run(socket);
                } catch (IOException hungUp) {
                    // as it should
                }
                ask(good, "PING", "+PONG");
            }
        } finally {
            for (Socket socket : open) {
                socket.close();
            }
        }
    }

    private void awaitAllGone() throws IOException {
        try (Socket good = connect()) {
            String clients;
            do {
                good.getOutputStream().write(ascii("INFO clients\r\n"));
                line(good.getInputStream()); // the length
                line(good.getInputStream()); // the title
                clients = line(good.getInputStream());
                for (int i = 0; i < 4; i++) {
                    line(good.getInputStream());
                }
            } while (!clients.equals("connected_clients:1"));
        }
    }

    // ---- the attacks

    private void randomBytes(Socket socket) throws IOException {
        byte[] bytes = new byte[random.nextInt(5000)];
        random.nextBytes(bytes);
        socket.getOutputStream().write(bytes);
    }

    private void almostAFrame(Socket socket) throws IOException {
        byte[] bytes = ascii("*3\r\n$3\r\nSET\r\n$1\r\na\r\n$5\r\n12345\r\n".repeat(10));
        for (int i = 0; i < 3; i++) {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
        }
        socket.getOutputStream().write(bytes);
    }

    private void truncatedFrame(Socket socket) throws IOException {
        byte[] bytes = ascii("*3\r\n$3\r\nSET\r\n$1\r\na\r\n$5\r\n12345\r\n");
        socket.getOutputStream().write(bytes, 0, random.nextInt(bytes.length));
        if (random.nextBoolean()) {
            socket.shutdownOutput();
        }
    }

    private void hugeLengths(Socket socket) throws IOException {
        String[] lengths = {"999999999999999999999", "2147483647", "4294967296", "-2", "1048577", "1000000"};
        String length = lengths[random.nextInt(lengths.length)];
        socket.getOutputStream()
                .write(ascii(random.nextBoolean() ? "*" + length + "\r\n" : "*1\r\n$" + length + "\r\n"));
        socket.getOutputStream().write(new byte[random.nextInt(100_000)]);
    }

    private void deepNesting(Socket socket) throws IOException {
        socket.getOutputStream().write(ascii("*1\r\n".repeat(10_000)));
    }

    private void endlessLine(Socket socket) throws IOException {
        byte[] piece = ascii("x".repeat(10_000));
        for (int i = 0; i < 20; i++) {
            socket.getOutputStream().write(piece);
        }
    }

    /** Asks for far more than the buffers of the system hold, and goes away without having read any of it. */
    private void neverReading(Socket socket) throws IOException {
        var requests = new ByteArrayOutputStream();
        requests.write(ascii("*3\r\n$3\r\nSET\r\n$4\r\nlong\r\n$100000\r\n" + "x".repeat(100_000) + "\r\n"));
        requests.write(ascii("GET long\r\n".repeat(200)));
        socket.getOutputStream().write(requests.toByteArray());
    }

    private void vanishing(Socket socket) throws IOException {
        socket.getOutputStream().write(ascii("SUBSCRIBE a b c\r\nPSUBSCRIBE *\r\n*2\r\n$4\r\nECHO\r\n$50\r\nhalf"));
        socket.setSoLinger(true, 0);
        socket.close();
    }

    private void manyWords(Socket socket) throws IOException {
        int words = random.nextInt(20_000);
        socket.getOutputStream().write(ascii("*" + words + "\r\n" + "$1\r\nx\r\n".repeat(random.nextInt(words + 1))));
    }

    // ---- the good client

    private Socket connect() throws IOException {
        Socket socket = new Socket();
        socket.setReceiveBufferSize(16 << 10);
        socket.setSoTimeout(10_000);
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 10_000);
        return socket;
    }

    private static void ask(Socket socket, String request, String reply) throws IOException {
        socket.getOutputStream().write(ascii(request + "\r\n"));
        try {
            String answer = line(socket.getInputStream());
            check(answer.equals(reply), "a good client was answered " + answer);
        } catch (SocketTimeoutException e) {
            throw new AssertionError("a good client was not answered within ten seconds", e);
        }
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int b = in.read(); b != '\n'; b = in.read()) {
            check(b != -1, "a good client was disconnected");
            if (b != '\r') {
                line.append((char) b);
            }
        }
        return line.toString();
    }

    // ---- what the server holds

    private static long descriptors(Path process) throws IOException {
        Path directory = process.resolve("fd");
        if (!Files.isDirectory(directory)) {
            return 0;
        }
        try (Stream<Path> files = Files.list(directory)) {
            return files.count();
        }
    }

    /** A selector lets go of a closed channel at its next turn, so the last ones take a moment longer than their clients. */
    private static long descriptorsAtRest(Path process, long enough) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        long count = descriptors(process);
        while (count > enough && System.nanoTime() < deadline) {
            Thread.sleep(50);
            count = descriptors(process);
        }
        return count;
    }

    private static long memoryKilobytes(Path process) throws IOException {
        Path status = process.resolve("status");
        if (!Files.exists(status)) {
            return 0;
        }
        for (String line : Files.readAllLines(status)) {
            if (line.startsWith("VmRSS:")) {
                return Long.parseLong(line.replaceAll("\\D", ""));
            }
        }
        return 0;
    }

    private static void check(boolean holds, String otherwise) {
        if (!holds) {
            throw new AssertionError(otherwise);
        }
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
