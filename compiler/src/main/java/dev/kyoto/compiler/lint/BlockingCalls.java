package dev.kyoto.compiler.lint;

import java.util.List;
import java.util.Set;

/**
 * Methods that wait, of a type and of its subtypes.
 *
 * @param methods their names; none for all methods of the type
 * @param onlyWithTimeout whether only the overloads with a time limit wait
 * @param instead what to write in an async block
 */
record BlockingCalls(String type, Set<String> methods, boolean onlyWithTimeout, String instead) {
    private static final String POOL = "spawnBlocking(() -> …).await()";
    private static final String IO = POOL + ", or Kyoto's own I/O";
    private static final String FUTURE = "a future of Kyoto, or " + POOL;
    private static final String NOTIFY = "Notify of dev.kyoto.futures.sync";
    private static final String CHANNEL = "Mpsc of dev.kyoto.futures.sync";
    private static final String SOCKET = "TcpStream.connect(…).await()";

    /** Streams in memory, which only look as if they could wait. */
    static final List<String> IN_MEMORY = List.of(
            "java.io.ByteArrayInputStream",
            "java.io.ByteArrayOutputStream",
            "java.io.StringReader",
            "java.io.CharArrayReader");

    static final List<BlockingCalls> ALL = List.of(
            // threads, and what they wait for
            of("java.lang.Thread", "sleep(duration).await()", "sleep"),
            of("java.util.concurrent.TimeUnit", "sleep(duration).await()", "sleep"),
            of("java.lang.Thread", "spawn(…) instead of a thread, and await its handle", "join"),
            of("java.util.concurrent.TimeUnit", "spawn(…) instead of a thread, and await its handle", "timedJoin"),
            of("java.util.concurrent.locks.LockSupport", NOTIFY, "park", "parkNanos", "parkUntil"),
            of("java.lang.Object", NOTIFY, "wait"),
            of("java.util.concurrent.TimeUnit", NOTIFY, "timedWait"),
            of(
                    "java.util.concurrent.locks.Condition",
                    NOTIFY,
                    "await",
                    "awaitNanos",
                    "awaitUntil",
                    "awaitUninterruptibly"),
            of("java.util.concurrent.CountDownLatch", "join(…) or Oneshot", "await"),
            of("java.util.concurrent.CyclicBarrier", NOTIFY, "await"),
            of(
                    "java.util.concurrent.Phaser",
                    "join(…)",
                    "arriveAndAwaitAdvance",
                    "awaitAdvance",
                    "awaitAdvanceInterruptibly"),
            of("java.util.concurrent.Exchanger", "Oneshot of dev.kyoto.futures.sync", "exchange"),
            of(
                    "java.util.concurrent.Semaphore",
                    "Semaphore of dev.kyoto.futures.sync",
                    "acquire",
                    "acquireUninterruptibly"),
            timed("java.util.concurrent.Semaphore", "Semaphore of dev.kyoto.futures.sync", "tryAcquire"),
            timed("java.util.concurrent.locks.Lock", "Mutex of dev.kyoto.futures.sync", "tryLock"),
            // queues
            of("java.util.concurrent.BlockingQueue", CHANNEL, "put", "take"),
            timed("java.util.concurrent.BlockingQueue", CHANNEL, "offer", "poll"),
            of("java.util.concurrent.BlockingDeque", CHANNEL, "putFirst", "putLast", "takeFirst", "takeLast"),
            timed("java.util.concurrent.BlockingDeque", CHANNEL, "offerFirst", "offerLast", "pollFirst", "pollLast"),
            of("java.util.concurrent.TransferQueue", CHANNEL, "transfer"),
            timed("java.util.concurrent.TransferQueue", CHANNEL, "tryTransfer"),
            // other futures and executors
            of("java.util.concurrent.Future", FUTURE, "get"),
            of("java.util.concurrent.CompletableFuture", FUTURE, "get", "join"),
            of("java.util.concurrent.ForkJoinTask", FUTURE, "get", "join", "invoke"),
            of("java.util.concurrent.ForkJoinPool", FUTURE, "invoke", "awaitQuiescence"),
            of("java.util.concurrent.CompletionService", FUTURE, "take"),
            timed("java.util.concurrent.CompletionService", FUTURE, "poll"),
            of("java.util.concurrent.StructuredTaskScope", "join(…)", "join", "joinUntil"),
            of(
                    "java.util.concurrent.ExecutorService",
                    "join(…) or select(…) of spawned tasks",
                    "awaitTermination",
                    "close",
                    "invokeAll",
                    "invokeAny"),
            // files, streams, processes
            of("java.nio.file.Files", IO),
            of("java.io.InputStream", IO, "read", "readAllBytes", "readNBytes", "skip", "skipNBytes", "transferTo"),
            of("java.io.FileOutputStream", IO, "write"),
            of("java.io.RandomAccessFile", IO, "read", "readFully", "readLine", "write", "writeBytes", "setLength"),
            of("java.nio.channels.FileChannel", IO, "read", "write", "force", "lock", "transferFrom", "transferTo"),
            of("java.io.Reader", IO, "read", "readLine", "lines", "skip", "transferTo"),
            of(
                    "java.util.Scanner",
                    IO,
                    "next",
                    "nextLine",
                    "nextInt",
                    "nextLong",
                    "hasNext",
                    "hasNextLine",
                    "hasNextInt"),
            of("java.io.Console", IO, "readLine", "readPassword"),
            of("java.lang.Process", POOL, "waitFor"),
            of("java.nio.file.WatchService", POOL, "take"),
            timed("java.nio.file.WatchService", POOL, "poll"),
            // the network
            of("java.net.Socket", SOCKET, "connect"),
            of("java.net.ServerSocket", "TcpListener and its accept().await()", "accept"),
            of("java.net.DatagramSocket", "UdpSocket", "receive"),
            of("java.nio.channels.Selector", "TcpStream and TcpListener", "select"),
            of("java.net.InetAddress", POOL, "getByName", "getAllByName", "getLocalHost", "isReachable"),
            of("java.net.URL", POOL, "openStream", "getContent"),
            of("java.net.URLConnection", POOL, "connect", "getInputStream", "getContent"),
            of("java.net.HttpURLConnection", POOL, "getResponseCode", "getResponseMessage"),
            of("java.net.http.HttpClient", "its sendAsync, bridged to a future of Kyoto", "send"),
            // databases
            of("java.sql.DriverManager", POOL, "getConnection"),
            of("javax.sql.DataSource", POOL, "getConnection"),
            of("java.sql.Connection", POOL, "commit", "rollback", "isValid"),
            of(
                    "java.sql.Statement",
                    POOL,
                    "execute",
                    "executeBatch",
                    "executeLargeUpdate",
                    "executeQuery",
                    "executeUpdate"),
            of("java.sql.ResultSet", POOL, "next"),
            // Kyoto
            of("dev.kyoto.futures.Futures", "the future's await()", "blockOn"),
            of("dev.kyoto.Kyoto", "the block itself, or async(…).await()", "run"),
            of("dev.kyoto.Runtime", "the future's await()", "blockOn"));

    /** Types whose constructors wait when they are given arguments. */
    static final List<BlockingCalls> CONSTRUCTORS = List.of(
            of("java.net.Socket", SOCKET),
            of("java.io.FileInputStream", IO),
            of("java.io.FileOutputStream", IO),
            of("java.io.FileReader", IO),
            of("java.io.FileWriter", IO),
            of("java.io.RandomAccessFile", IO));

    private static BlockingCalls of(String type, String instead, String... methods) {
        return new BlockingCalls(type, Set.of(methods), false, instead);
    }

    private static BlockingCalls timed(String type, String instead, String... methods) {
        return new BlockingCalls(type, Set.of(methods), true, instead);
    }

    boolean isOf(String method) {
        return methods.isEmpty() || methods.contains(method);
    }
}
