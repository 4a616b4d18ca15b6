package dev.kyoto.console;

import dev.kyoto.Runtime;
import dev.kyoto.console.internal.observe.Observatory;
import dev.kyoto.console.internal.serve.Answers;
import dev.kyoto.console.internal.serve.HttpFront;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A window into the runtimes of this process: a page for the browser, with tasks and what each waits for, workers, locks and
 * channels, futures that were dropped half-way, and warnings.
 *
 * <pre>{@code
 * Console.attach(runtime);            // prints nothing; console.address() says where
 * }</pre>
 *
 * <p>Without a line of code: put {@code kyoto-console} on the class path and start with {@code -Dkyoto.console}, or start with
 * {@code -javaagent:kyoto-console.jar}. Both show every runtime of the process, and print the address.
 *
 * <p><b>Threads.</b> The console has threads of its own, all of them daemons, and none of the runtime's: a program that is stuck
 * can still be looked at. It only looks: nothing can be changed through it. All methods may be called from any thread.
 *
 * <p><b>Who may look.</b> Without more said, whoever can connect to 127.0.0.1: every user of this machine, but no page of another
 * origin in their browsers. At any other address a token is asked for, which is random unless it is given. There is no
 * encryption: across a network, use a tunnel.
 *
 * <p><b>What it costs.</b> Every task is watched as long as there are few. When many are spawned or polled, or live, a sample of
 * them is watched, one in so many as keeps the cost low, and the page says so; nothing is dropped silently. Memory is bounded:
 * some forty megabytes at most.
 */
public final class Console implements AutoCloseable {
    /** Next to the port of tokio-console, which is 6669. */
    public static final int DEFAULT_PORT = 6670;

    /** The one for {@code -Dkyoto.console}, which looks at all runtimes. */
    private static final AtomicReference<@Nullable Console> OF_THE_PROCESS = new AtomicReference<>();

    private final Set<Runtime> attached = new CopyOnWriteArraySet<>();
    private final Observatory observatory;
    private final HttpFront front;
    private final ConsoleOptions options;

    private Console(ConsoleOptions options, @Nullable Supplier<List<Runtime>> runtimes) throws IOException {
        this.options = options;
        AtomicReference<@Nullable HttpFront> started = new AtomicReference<>();
        this.observatory = new Observatory(runtimes == null ? () -> openOnes(attached) : runtimes, () -> {
            HttpFront slow = started.get();
            if (slow != null) {
                slow.disconnectSlow();
            }
        });
        try {
            this.front = new HttpFront(options.resolve(), options.token(), new Answers(observatory)::answer);
        } catch (IOException | RuntimeException | Error failure) {
            observatory.close();
            throw failure;
        }
        started.set(front);
    }

    private static List<Runtime> openOnes(Set<Runtime> attached) {
        attached.retainAll(Runtime.open());
        return List.copyOf(attached);
    }

    /**
     * A console for one runtime, at 127.0.0.1 and port {@value #DEFAULT_PORT}.
     *
     * @throws java.net.BindException if another console has that port; its message says what to do
     * @throws IOException if it cannot listen there
     */
    public static Console attach(Runtime runtime) throws IOException {
        return attach(runtime, ConsoleOptions.DEFAULT);
    }

    /**
     * A console for one runtime.
     *
     * @throws java.net.BindException if the address is taken
     * @throws IOException if it cannot listen there
     */
    public static Console attach(Runtime runtime, ConsoleOptions options) throws IOException {
        Console console = new Console(options, null);
        console.add(runtime);
        return console;
    }

    /**
     * A console for all runtimes of this process, those that are built later included.
     *
     * @throws IOException if it cannot listen there
     */
    public static Console ofProcess(ConsoleOptions options) throws IOException {
        return new Console(options, Runtime::open);
    }

    /** The one console that the process has for a flag: started when it is first asked for. */
    static Console ofFlag(ConsoleOptions options) throws IOException {
        synchronized (OF_THE_PROCESS) {
            Console console = OF_THE_PROCESS.get();
            if (console == null) {
                console = ofProcessAnyway(options);
                OF_THE_PROCESS.set(console);
                System.err.println("Kyoto console: " + console.address()); // where a person who has set the flag looks
            }
            return console;
        }
    }

    /** A runtime was built: the console of all of them looks at it from its start. */
    void runtimeBuilt() {
        observatory.find();
    }

    /** Where nothing else was said, and another program has the port, at a free one. */
    private static Console ofProcessAnyway(ConsoleOptions options) throws IOException {
        try {
            return ofProcess(options);
        } catch (BindException taken) {
            if (!options.equals(ConsoleOptions.DEFAULT)) {
                throw taken;
            }
            return ofProcess(options.withPort(0));
        }
    }

    /** Shows one more runtime; no effect on one that is shown already. */
    public void add(Runtime runtime) {
        attached.add(Objects.requireNonNull(runtime, "runtime"));
        observatory.find();
    }

    /** What to open in the browser: with the token, if there is one. */
    public URI address() {
        InetSocketAddress bound = front.address();
        String host = bound.getAddress().isAnyLocalAddress() ? "127.0.0.1" : HttpFront.literal(bound.getAddress());
        String token = options.token();
        return URI.create("http://" + host + ":" + bound.getPort() + "/" + (token == null ? "" : "?token=" + token));
    }

    /** Listens to no runtime any more, and ends the page. Closing twice has no effect. */
    @Override
    public void close() {
        OF_THE_PROCESS.compareAndSet(this, null);
        front.close();
        observatory.close();
    }
}
