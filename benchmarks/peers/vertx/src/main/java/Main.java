import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;

/**
 * The servers on Vert.x, two event loops, each with its instance of the verticle. Usage: Main echo|http
 *
 * <p>Speaks the protocol that benchmarks/README.md describes.
 */
public class Main {
    private static final int EVENT_LOOPS = 2;
    private static final String HOST = "127.0.0.1";

    public static void main(String[] arguments) throws Exception {
        boolean http = arguments[0].equals("http");
        if (!http && !arguments[0].equals("echo")) {
            System.err.println("There is no workload " + arguments[0] + " here.");
            System.exit(2);
        }
        Vertx vertx = Vertx.vertx(
                new VertxOptions().setEventLoopPoolSize(EVENT_LOOPS).setPreferNativeTransport(true));
        if (!vertx.isNativeTransportEnabled()) {
            throw new IllegalStateException("no native transport", vertx.unavailableNativeTransportCause());
        }
        // Instances share a server by its port, so it cannot be 0.
        int port = freePort();
        vertx.deployVerticle(
                        () -> http ? new Hello(port) : new Echo(port), new DeploymentOptions().setInstances(EVENT_LOOPS))
                .await();
        System.out.println("port=" + port);
        System.in.transferTo(System.err); // until the driver closes it
        System.exit(0);
    }

    private static int freePort() throws java.io.IOException {
        try (var socket = new java.net.ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private static class Echo extends VerticleBase {
        private final int port;

        Echo(int port) {
            this.port = port;
        }

        @Override
        public Future<?> start() {
            return vertx.createNetServer()
                    .connectHandler(socket -> socket.handler(socket::write))
                    .listen(port, HOST);
        }
    }

    private static class Hello extends VerticleBase {
        private final int port;

        Hello(int port) {
            this.port = port;
        }

        @Override
        public Future<?> start() {
            return vertx.createHttpServer()
                    .requestHandler(request ->
                            request.response().putHeader("content-type", "text/plain").end("Hello, World!"))
                    .listen(port, HOST);
        }
    }
}
