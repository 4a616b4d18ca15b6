package dev.kyoto.redis;

import static dev.kyoto.Kyoto.async;
import static dev.kyoto.Kyoto.pin;
import static dev.kyoto.Kyoto.select;

import dev.kyoto.Runtime;
import dev.kyoto.futures.Future;
import dev.kyoto.redis.protocol.Limits;
import dev.kyoto.signal.Signals;
import java.io.PrintWriter;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The program: reads the command line, runs the {@link Server}, and stops it when it is asked to. */
@Command(
        name = "mini-redis",
        description =
                "A small Redis server: keeps strings in memory, answers to redis-cli and to Redis's client libraries.",
        version = "Kyoto mini-redis 0.1, with the commands of Redis 7",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        usageHelpAutoWidth = true)
@SuppressWarnings("NullAway.Init") // picocli sets the fields before it calls
public final class MiniRedis implements Callable<Integer> {
    /** Where redis-cli looks for a server when it is not told. */
    private static final String REDIS_HOST = "127.0.0.1";

    private static final int REDIS_PORT = 6379;

    private static final String DEFAULT = " Default: ${DEFAULT-VALUE}.";

    @Spec
    private CommandSpec spec;

    @Option(
            names = {"-p", "--port"},
            paramLabel = "<port>",
            defaultValue = "" + REDIS_PORT,
            description = "The port; 0 for any that is free." + DEFAULT)
    private int port;

    @Option(
            names = "--bind",
            paramLabel = "<address>",
            defaultValue = REDIS_HOST,
            description = "The address to listen at; 0.0.0.0 for all. There are no passwords." + DEFAULT)
    private String bind;

    @Option(
            names = "--workers",
            paramLabel = "<n>",
            description = "The threads that serve. Default: one for each processor.")
    private int workers = java.lang.Runtime.getRuntime().availableProcessors();

    @Option(
            names = "--max-connections",
            paramLabel = "<n>",
            defaultValue = "10000",
            description = "Clients served at a time; more wait until one leaves." + DEFAULT)
    private int maxConnections;

    @Option(
            names = "--idle-timeout",
            paramLabel = "<seconds>",
            defaultValue = "0",
            description = "Disconnect clients that ask nothing for so long; 0 for never." + DEFAULT)
    private int idleTimeout;

    @Option(
            names = "--subscriber-queue",
            paramLabel = "<messages>",
            defaultValue = "1024",
            description = "Disconnect subscribers that leave more messages unread." + DEFAULT)
    private int subscriberQueue;

    @Option(
            names = "--max-value",
            paramLabel = "<MiB>",
            defaultValue = "64",
            description = "The longest key or value." + DEFAULT)
    private int maxValue;

    @Option(
            names = "--stop-patience",
            paramLabel = "<seconds>",
            defaultValue = "5",
            description = "When stopped, wait so long for clients to read their last replies." + DEFAULT)
    private int stopPatience;

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new MiniRedis()).execute(arguments));
    }

    @Override
    public Integer call() throws Exception {
        ServerOptions options = options();
        try (var runtime = Runtime.builder().name("mini-redis").workers(workers).build()) {
            return runtime.blockOn(serve(options));
        }
    }

    private ServerOptions options() {
        try {
            if (workers < 1) {
                throw new IllegalArgumentException("--workers must be at least 1");
            }
            if (maxValue < 1 || maxValue > 1024) {
                throw new IllegalArgumentException("--max-value must be from 1 to 1024 MiB");
            }
            return new ServerOptions(
                    bind,
                    port,
                    maxConnections,
                    Duration.ofSeconds(idleTimeout),
                    subscriberQueue,
                    Duration.ofSeconds(stopPatience),
                    Limits.DEFAULT.withBulkLength(maxValue << 20));
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage());
        }
    }

    private Future<Integer> serve(ServerOptions options) {
        return async(() -> {
            try (var server = Server.bind(options).await();
                    var serving = pin(server.run())) {
                greet(server.address());
                select(serving, Signals.interrupt(), Signals.terminate()).await();
                server.stop();
                serving.await();
                out().println("Stopped.");
                return CommandLine.ExitCode.OK;
            } catch (BindException e) {
                err().println(e.getMessage()); // names the address and the cures
                return CommandLine.ExitCode.SOFTWARE;
            }
        });
    }

    private void greet(InetSocketAddress address) {
        String bound = address.getAddress().getHostAddress();
        boolean foundByItself = address.getAddress().isAnyLocalAddress() || bound.equals(REDIS_HOST);
        String host = foundByItself ? "" : " -h " + bound;
        String port = address.getPort() == REDIS_PORT ? "" : " -p " + address.getPort();
        out().println("mini-redis listens at port " + address.getPort() + ". In another terminal, type:  redis-cli"
                + host + port + "   (Ctrl-C here stops it)");
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }

    private PrintWriter err() {
        return spec.commandLine().getErr();
    }
}
