package dev.kyoto.compiler.lint;

import com.sun.source.tree.MethodInvocationTree;
import java.util.List;
import java.util.Set;
import javax.lang.model.element.Element;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.TypeElement;

/** A call that holds the thread, in an async block: all other tasks of the worker wait with it. */
final class Blocking extends Rule {
    private static final String NAME = "blocking";

    private static final String IO = "spawnBlocking(() -> …).await(), or Kyoto's own I/O";

    /** Methods of a type and of its subtypes that wait, and what to write in an async block. */
    private record Waiting(String type, Set<String> methods, String instead) {}

    private static final List<Waiting> ALL = List.of(
            new Waiting("java.lang.Thread", Set.of("sleep"), "sleep(duration).await()"),
            new Waiting("java.util.concurrent.TimeUnit", Set.of("sleep"), "sleep(duration).await()"),
            new Waiting("java.lang.Thread", Set.of("join"), "spawn(…) instead of a thread, and await its handle"),
            new Waiting("java.lang.Object", Set.of("wait"), "Notify of dev.kyoto.futures.sync"),
            new Waiting(
                    "java.util.concurrent.Future",
                    Set.of("get"),
                    "a future of Kyoto, or spawnBlocking(() -> …).await()"),
            new Waiting(
                    "java.util.concurrent.CompletableFuture",
                    Set.of("get", "join"),
                    "a future of Kyoto, or spawnBlocking(() -> …).await()"),
            new Waiting("java.util.concurrent.CountDownLatch", Set.of("await"), "join(…) or Oneshot"),
            new Waiting("java.util.concurrent.CyclicBarrier", Set.of("await"), "Notify of dev.kyoto.futures.sync"),
            new Waiting("java.util.concurrent.Phaser", Set.of("arriveAndAwaitAdvance", "awaitAdvance"), "join(…)"),
            new Waiting("java.util.concurrent.locks.Condition", Set.of("await"), "Notify of dev.kyoto.futures.sync"),
            new Waiting(
                    "java.util.concurrent.Semaphore",
                    Set.of("acquire", "acquireUninterruptibly"),
                    "Semaphore of dev.kyoto.futures.sync"),
            new Waiting("java.util.concurrent.BlockingQueue", Set.of("put", "take"), "Mpsc of dev.kyoto.futures.sync"),
            new Waiting(
                    "java.util.concurrent.ExecutorService",
                    Set.of("awaitTermination", "invokeAll", "invokeAny"),
                    "join(…) or select(…) of spawned tasks"),
            new Waiting("java.lang.Process", Set.of("waitFor"), "spawnBlocking(() -> …).await()"),
            new Waiting("java.io.InputStream", Set.of("read", "readAllBytes", "readNBytes", "skip", "transferTo"), IO),
            new Waiting("java.io.Reader", Set.of("read", "readLine", "transferTo"), IO),
            new Waiting("java.io.Console", Set.of("readLine", "readPassword"), IO),
            new Waiting("java.net.Socket", Set.of("connect"), "TcpStream.connect(…).await()"),
            new Waiting("java.net.ServerSocket", Set.of("accept"), "TcpListener and its accept().await()"),
            new Waiting(
                    "java.nio.file.Files",
                    Set.of("copy", "lines", "readAllBytes", "readAllLines", "readString", "write", "writeString"),
                    IO),
            new Waiting("dev.kyoto.futures.Futures", Set.of("blockOn"), "the future's await()"),
            new Waiting("dev.kyoto.Kyoto", Set.of("run"), "the block itself, or async(…).await()"),
            new Waiting("dev.kyoto.Runtime", Set.of("blockOn"), "the future's await()"));

    /** Streams in memory, which only look as if they could wait. */
    private static final List<String> IN_MEMORY =
            List.of("java.io.ByteArrayInputStream", "java.io.StringReader", "java.io.CharArrayReader");

    @Override
    void call(MethodInvocationTree call, Place place) {
        if (!place.scope().isAsync() || !(place.element() instanceof ExecutableElement method)) {
            return;
        }
        Element owner = method.getEnclosingElement();
        if (!(owner instanceof TypeElement type)
                || IN_MEMORY.contains(type.getQualifiedName().toString())) {
            return;
        }
        String name = method.getSimpleName().toString();
        for (Waiting waiting : ALL) {
            if (waiting.methods().contains(name) && place.elements().isSubclass(type, waiting.type())) {
                place.warning(
                        call.getMethodSelect(),
                        NAME,
                        name
                                + "() blocks the thread, and every other task of this worker with it. In an async block use "
                                + waiting.instead() + ".");
                return;
            }
        }
    }
}
