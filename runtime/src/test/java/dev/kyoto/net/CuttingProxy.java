package dev.kyoto.net;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Stands between a client and its server, and cuts their connection when so many bytes have passed. */
final class CuttingProxy implements AutoCloseable {
    /** How the two ends hear of it. */
    enum Cut {
        /** A reset, as when the machine between them forgets the connection. */
        RESET,
        /** The end of the stream, as when the process at the other end has died. */
        END
    }

    /** Of whose bytes are counted. */
    enum Way {
        REQUESTS,
        REPLIES
    }

    /** How many bytes each end was passed. */
    record Passed(int requests, int replies) {}

    private final ServerSocket entrance = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    private final int serverPort;

    CuttingProxy(int serverPort) throws IOException {
        this.serverPort = serverPort;
    }

    String address() {
        return "127.0.0.1:" + entrance.getLocalPort();
    }

    /** Lets one connection through, until it is cut. What has passed then, once both ends have closed. */
    CompletableFuture<Passed> cutAfter(int bytes, Way way, Cut cut) {
        var passed = new CompletableFuture<Passed>();
        new Thread(() -> {
                    try (Socket client = entrance.accept();
                            var server = new Socket(InetAddress.getLoopbackAddress(), serverPort)) {
                        passed.complete(new Passage(client, server, bytes, way, cut).run());
                    } catch (Throwable e) {
                        passed.completeExceptionally(e);
                    }
                })
                .start();
        return passed;
    }

    @Override
    public void close() throws IOException {
        entrance.close();
    }

    private static final class Passage {
        private final Socket client;
        private final Socket server;
        private final int limit;
        private final Way counted;
        private final Cut cut;

        // Guarded by this, so that nothing passes after the cut.
        private final int[] passed = new int[Way.values().length];
        private boolean isCut;

        Passage(Socket client, Socket server, int limit, Way counted, Cut cut) {
            this.client = client;
            this.server = server;
            this.limit = limit;
            this.counted = counted;
            this.cut = cut;
        }

        Passed run() throws IOException, InterruptedException {
            client.setTcpNoDelay(true);
            server.setTcpNoDelay(true);
            if (limit == 0) {
                cut();
            }
            var replies = new Thread(() -> pass(Way.REPLIES, server, client));
            replies.start();
            pass(Way.REQUESTS, client, server);
            replies.join();
            return new Passed(passed[Way.REQUESTS.ordinal()], passed[Way.REPLIES.ordinal()]);
        }

        private void pass(Way way, Socket from, Socket to) {
            try {
                for (int next = read(from); next >= 0; next = read(from)) {
                    pass(way, next, to);
                }
            } catch (IOException resetOrClosed) {
                return; // by the cut, or by an end that has heard of it
            }
        }

        private static int read(Socket from) throws IOException {
            return from.getInputStream().read();
        }

        private synchronized void pass(Way way, int next, Socket to) throws IOException {
            if (!isCut) {
                to.getOutputStream().write(next);
                if (++passed[way.ordinal()] == limit && way == counted) {
                    cut();
                }
            }
        }

        private synchronized void cut() throws IOException {
            isCut = true;
            for (Socket end : List.of(client, server)) {
                if (cut == Cut.END) {
                    end.shutdownOutput();
                } else {
                    end.setSoLinger(true, 0);
                    end.close();
                }
            }
        }
    }
}
