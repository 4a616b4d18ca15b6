package dev.kyoto.compiler.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the plugin warns of in code that compiles, what it leaves alone, and that it can be told to be silent. */
class LintsTest {
    private static final String NESTED =
            "[kyoto:nested-future] This async block ends with a future that nobody has awaited, and a future does nothing"
                    + " until then. Add .await() to what the block returns.";
    private static final String LOCKED =
            "[kyoto:lock-across-await] A lock of java.util.concurrent is held across an await(): it belongs to this thread,"
                    + " and the block may go on in another. Use dev.kyoto.futures.sync.Mutex, or unlock before the await.";
    private static final String CAUGHT =
            "[kyoto:catch-throwable] This handler also catches the drop of the block, which must pass. Catch Exception, or"
                    + " throw what was caught again.";

    @TempDir
    Path output;

    /** Compiles a class whose members begin on line 3. */
    private List<String> compile(String members) {
        return new Javac(output)
                .compile(
                        "import static dev.kyoto.futures.Futures.*; import dev.kyoto.futures.*; import java.util.concurrent.Callable; import java.util.concurrent.CompletableFuture;"
                                + " import java.util.concurrent.CountDownLatch; import java.util.concurrent.FutureTask; import java.util.concurrent.locks.Lock;\nclass Main {\n"
                                + members + "\n}\n");
    }

    private static String blocking(String place, String method, String instead) {
        return "WARNING " + place + " [kyoto:blocking] " + method
                + "() blocks the thread, and every other task of this worker" + " with it. In an async block use "
                + instead + ".";
    }

    @Test
    void blockThatReturnsAFuture() {
        assertEquals(
                List.of("WARNING 4:39 " + NESTED, "WARNING 5:27 " + NESTED, "WARNING 6:24 " + NESTED), compile("""
                Future<Integer> f() { return null; }
                Object a() { return async(() -> this.f()); }
                Object b() { return async(() -> { return f(); }); }
                AsyncAction c = () -> f();
                @SuppressWarnings("kyoto:nested-future") Object d() { return async(() -> f()); }
                @Eager interface Handle extends Future<Integer> {}
                Handle h() { return null; }
                Object e() { return async(() -> h()); }"""));
    }

    @Test
    void callsThatBlock() {
        assertEquals(
                List.of(
                        blocking("5:7", "sleep", "sleep(duration).await()"),
                        blocking("6:2", "get", "a future of Kyoto, or spawnBlocking(() -> …).await()"),
                        blocking("7:2", "join", "a future of Kyoto, or spawnBlocking(() -> …).await()"),
                        blocking("8:2", "await", "join(…) or Oneshot"),
                        blocking("9:2", "read", "spawnBlocking(() -> …).await(), or Kyoto's own I/O"),
                        blocking("10:1", "blockOn", "the future's await()"),
                        blocking("11:5", "wait", "Notify of dev.kyoto.futures.sync")),
                compile("""
                Future<Void> f(FutureTask<?> a, CompletableFuture<?> b, CountDownLatch c, java.io.FileInputStream d, Future<?> e) {
                return async(() -> {
                Thread.sleep(1);
                a.get();
                b.join();
                c.await();
                d.read();
                blockOn(e);
                this.wait();
                });
                }"""));
    }

    @Test
    void callsThatBlockElsewhereOrOnlySeemTo() {
        assertEquals(List.of(), compile("""
                void plain() throws Exception { Thread.sleep(1); }
                Future<Object> f(java.io.ByteArrayInputStream in, java.util.concurrent.ConcurrentHashMap<String, String> map) {
                    return async(() -> {
                        Callable<Object> later = () -> { Thread.sleep(1); return null; };
                        in.read();
                        map.get("x");
                        return later;
                    });
                }
                @SuppressWarnings("kyoto:blocking") Future<Void> g() { return async(() -> { Thread.sleep(1); }); }"""));
    }

    @Test
    void lockThatIsHeldAcrossAwait() {
        assertEquals(List.of("WARNING 7:1 " + LOCKED), compile("""
                Future<Void> f(Lock lock, Future<?> x) {
                return async(() -> {
                lock.lock();
                x.getClass();
                try {
                x.await();
                } finally {
                lock.unlock();
                }
                lock.lock();
                try {
                var inner = async(() -> x.await());
                inner.getClass();
                } finally {
                lock.unlock();
                }
                });
                }
                @SuppressWarnings("kyoto:lock-across-await") Future<Void> g(Lock lock, Future<?> x) {
                return async(() -> { try { x.await(); } finally { lock.unlock(); } }); }"""));
    }

    @Test
    void handlerThatCatchesTheDrop() {
        assertEquals(List.of("WARNING 5:20 " + CAUGHT, "WARNING 6:20 " + CAUGHT), compile("""
                Future<Void> f(Future<?> x) {
                return async(() -> {
                try { x.await(); } catch (Throwable t) { t.getClass(); }
                try { x.await(); } catch (IllegalStateException | Error t) { t.getClass(); }
                try { x.await(); } catch (Throwable t) { t.getClass(); throw t; }
                try { x.await(); } catch (Exception t) { t.getClass(); }
                try { x.getClass(); } catch (Throwable t) { t.getClass(); }
                });
                }
                @SuppressWarnings("kyoto:catch-throwable") Future<Void> g(Future<?> x) {
                return async(() -> { try { x.await(); } catch (Throwable t) { t.getClass(); } }); }"""));
    }

    @Test
    void selectInALoopOfWhatIsNotCancelSafe() {
        String message =
                "[kyoto:cancel-unsafe-select] read() is not cancel safe: each time that it loses this select, you lose"
                        + " half a message. Make it before the loop, as try (var pinned = pin(…)), and select that.";
        assertEquals(List.of("WARNING 7:12 " + message, "WARNING 8:15 " + message), compile("""
                @CancelUnsafe("half a message") Future<String> read() { return null; }
                @CancelSafe Future<String> tick() { return null; }
                Future<Void> f() {
                return async(() -> { while (true) {
                select(read(), tick()).await();
                select(on(read(), text -> text), on(tick(), text -> text)).await();
                select(tick(), tick()).await();
                } });
                }
                Future<Void> g() { return async(() -> { select(read(), tick()).await(); }); }
                @SuppressWarnings("kyoto:cancel-unsafe-select") Future<Void> h() {
                return async(() -> { while (true) { select(read(), tick()).await(); } }); }"""));
    }

    @Test
    void bodyThatIsTooLargeForHotSpot() {
        String awaits = "sum += x.await();\n".repeat(300);
        String method = "Future<Integer> f(Future<Integer> x) {\nreturn async(() -> {\nint sum = 0;\n" + awaits
                + "return sum; }); }";
        List<String> found = compile(method);
        assertEquals(1, found.size(), found.toString());
        assertEquals(
                "WARNING 4:14 [kyoto:huge-body] This async block becomes a method of N bytes, and HotSpot only interprets"
                        + " methods of more than 8000. Move parts of it into async methods of their own.",
                found.get(0).replaceFirst("of \\d+ bytes", "of N bytes"));
        assertEquals(List.of(), compile("@SuppressWarnings(\"kyoto:huge-body\") " + method));
    }
}
