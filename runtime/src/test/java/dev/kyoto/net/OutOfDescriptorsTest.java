package dev.kyoto.net;

import static dev.kyoto.Kyoto.*;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kyoto.ChildJvm;
import dev.kyoto.Runtime;
import dev.kyoto.fs.AsyncFile;
import dev.kyoto.fs.AsyncFiles;
import dev.kyoto.futures.Future;
import dev.kyoto.futures.Result;
import dev.kyoto.process.Command;
import java.io.BufferedReader;
import java.io.FileInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server in another process, which gets more connections than it may have descriptors. */
class OutOfDescriptorsTest {
    /** A JVM begins with about twenty. */
    private static final int DESCRIPTORS = 80;

    private static final int CONNECTIONS = 120;

    /** Of the pauses after failures 1 to 6: 5 + 10 + … + 160 ms. */
    private static final int FAILURES = 7;

    private static final long PAUSES_MILLIS = 5 * ((1 << FAILURES - 1) - 1);

    @TempDir
    Path folder;

    @Test
    void aServerWithoutDescriptorsPausesAndServesWhoeverWaitedOnceThereAreSome() throws Exception {
        try (var server = ChildJvm.startWithDescriptors(DESCRIPTORS, folder, Server.class)) {
            int port = Integer.parseInt(server.line());
            var clients = new ArrayList<Socket>();
            for (int i = 0; i < CONNECTIONS; i++) {
                clients.add(new Socket(InetAddress.getLoopbackAddress(), port));
            }
            for (int i = 0; i < FAILURES; i++) {
                String failure = server.line();
                assertTellsTheCure(failure);
                assertTrue(failure.contains("TcpListener["), failure);
            }
            long millis = Long.parseLong(server.line());
            assertTrue(millis >= PAUSES_MILLIS, FAILURES + " tries in " + millis + " ms");

            server.tell("what else fails?");
            for (int i = 0; i < Server.OTHERS; i++) {
                assertTellsTheCure(server.line());
            }

            // The first ones go, which were accepted: the others, that wait, are served.
            for (int i = 0; i < DESCRIPTORS; i++) {
                clients.get(i).close();
            }
            for (int i = DESCRIPTORS; i < CONNECTIONS; i++) {
                clients.get(i).getOutputStream().write(i);
                assertEquals(i, clients.get(i).getInputStream().read());
                clients.get(i).close();
            }
            server.tell("all have gone");
            assertEquals("as at the start", server.line());

            server.tell("and programs?");
            assertTellsTheCure(server.line());
        }
    }

    private static void assertTellsTheCure(String failure) {
        assertTrue(failure.contains("Too many open files"), failure);
        assertTrue(failure.contains("ulimit -n"), failure);
    }

    /** The other process. */
    static final class Server {
        /** How many other things are tried. */
        static final int OTHERS = 5;

        private Server() {}

        public static void main(String[] arguments) throws Exception {
            var input = new BufferedReader(new InputStreamReader(System.in));
            try (Runtime runtime = Runtime.builder().workers(2).build()) {
                for (Supplier<Future<?>> other : others().values()) {
                    runtime.blockOn(other.get().catching()); // whatever that opens for good is open now
                }
                runtime.blockOn(program());
                TcpListener listener = runtime.blockOn(TcpListener.bind("127.0.0.1:0"));
                int before = Descriptors.open();
                runtime.spawn(serve(listener));
                System.out.println(listener.localAddress().getPort());

                input.readLine();
                try (var taken = new AllDescriptors()) {
                    for (var other : others().entrySet()) {
                        System.out.println(other.getKey() + ": " + failure(runtime, other.getValue(), taken));
                    }
                }
                input.readLine();
                Descriptors.awaitBackTo(before);
                System.out.println("as at the start");
                input.readLine();
                // Last of all: where the pipes of a program fail, Java closes this process' standard input.
                System.out.println(failure(runtime, Server::program, new AllDescriptors()));
            }
        }

        private static Future<Integer> program() {
            return Command.of("true").status();
        }

        private static Map<String, Supplier<Future<?>>> others() {
            return Map.of(
                    "connect",
                    () -> TcpStream.connect("127.0.0.1:1"),
                    "bind",
                    () -> TcpListener.bind("127.0.0.1:0").map(Server::closed),
                    "bind for datagrams",
                    () -> UdpSocket.bind("127.0.0.1:0").map(Server::closed),
                    "open",
                    () -> AsyncFile.open(Path.of("/dev/null")).map(Server::closed),
                    "read",
                    () -> AsyncFiles.readString(Path.of("/dev/null"), 100));
        }

        /** The JVM itself may give a descriptor back at any time: then it is taken too, and the other tried again. */
        private static Exception failure(Runtime runtime, Supplier<? extends Future<?>> other, AllDescriptors taken)
                throws Exception {
            while (true) {
                taken.takeThoseThatCameBack();
                if (runtime.blockOn(other.get().catching()) instanceof Result.Failure<?> failed) {
                    return failed.failure();
                }
            }
        }

        /** Whatever the accepted connections have left. */
        private static final class AllDescriptors implements AutoCloseable {
            private final List<FileInputStream> taken = new ArrayList<>();

            void takeThoseThatCameBack() {
                while (true) {
                    try {
                        taken.add(new FileInputStream("/dev/null"));
                    } catch (FileNotFoundException tooMany) {
                        return;
                    }
                }
            }

            @Override
            public void close() throws IOException {
                for (FileInputStream descriptor : taken) {
                    descriptor.close();
                }
            }
        }

        private static String closed(AutoCloseable opened) {
            try {
                opened.close();
            } catch (Exception e) {
                throw new AssertionError(e);
            }
            return "opened";
        }

        private static Future<@Nullable Void> serve(TcpListener listener) {
            return async(() -> {
                int failures = 0;
                long first = 0;
                while (true) {
                    try {
                        spawn(echo(listener.accept().await()));
                    } catch (IOException e) {
                        failures++;
                        first = failures == 1 ? System.nanoTime() : first;
                        if (failures <= FAILURES) {
                            System.out.println(e.getMessage());
                        }
                        if (failures == FAILURES) {
                            System.out.println((System.nanoTime() - first) / 1_000_000);
                        }
                    }
                }
            });
        }

        private static Future<@Nullable Void> echo(TcpStream stream) {
            return async(() -> {
                try (stream) {
                    var buffer = ByteBuffer.allocate(16);
                    while (stream.read(buffer).await() >= 0) {
                        stream.writeAll(buffer.flip()).await();
                        buffer.clear();
                    }
                }
            });
        }
    }
}
