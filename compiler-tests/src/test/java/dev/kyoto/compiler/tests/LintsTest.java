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
            " [kyoto:lock-across-await] A lock of java.util.concurrent is held across this await(): the block may go on in"
                    + " another thread, to which the lock does not belong, and tasks that want it block their workers meanwhile."
                    + " Use dev.kyoto.futures.sync.Mutex, or unlock before the await.";
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
                List.of("WARNING 4:39 " + NESTED, "WARNING 5:43 " + NESTED, "WARNING 6:24 " + NESTED), compile("""
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
    void futureThatACollectionGivesBack() {
        assertEquals(
                List.of(
                        "WARNING 7:10 [kyoto:unawaited] This future is dropped unused, and a future does nothing until it is"
                                + " awaited or spawned."),
                compile("""
                void a(java.util.Map<String, Future<?>> all, java.util.List<Future<?>> some, Future<?> future) {
                all.put("key", future); some.set(0, future); some.forEach(each -> all.put("key", each));
                }
                void b(java.util.function.Supplier<Future<?>> maker) {
                maker.get();
                }"""));
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

    /** Compiles an async block whose body begins on line 5, with a lock, two readers' and writers' locks, and a future. */
    private List<String> compileLocking(String body) {
        return compile("""
                Future<Void> f(Lock lock, Lock other, java.util.concurrent.locks.ReentrantReadWriteLock rw,
                java.util.concurrent.locks.StampedLock stamped, Future<?> x) { return async(() -> {
                """ + body + "\n}); }");
    }

    @Test
    void lockThatIsHeldAcrossAwait() {
        assertEquals(List.of("WARNING 7:2" + LOCKED), compileLocking("""
                lock.lock();
                try {
                x.await();
                x.getClass();
                } finally {
                lock.unlock();
                }
                x.getClass();
                lock.lock();
                try {
                var inner = async(() -> 1);
                inner.getClass();
                } finally {
                lock.unlock();
                }"""));
    }

    @Test
    void lockBetweenTwoStatements() {
        assertEquals(List.of("WARNING 6:2" + LOCKED, "WARNING 10:2" + LOCKED), compileLocking("""
                lock.lock();
                x.await();
                x.getClass();
                lock.unlock();
                lock.lockInterruptibly();
                x.await();
                lock.unlock();"""));
    }

    @Test
    void locksOfReadersAndWritersAndStamps() {
        assertEquals(
                List.of(
                        "WARNING 6:2" + LOCKED,
                        "WARNING 9:2" + LOCKED,
                        "WARNING 12:2" + LOCKED,
                        "WARNING 15:2" + LOCKED),
                compileLocking("""
                rw.readLock().lock();
                x.await();
                rw.readLock().unlock();
                rw.writeLock().lock();
                x.await();
                rw.writeLock().unlock();
                long stamp = stamped.writeLock();
                x.await();
                stamped.unlockWrite(stamp);
                stamp = stamped.readLock();
                x.await();
                stamped.unlock(stamp);
                stamp = stamped.tryOptimisticRead();
                x.await();"""));
    }

    @Test
    void lockThatWasUnlockedBeforeTheAwait() {
        assertEquals(List.of(), compileLocking("""
                lock.lock();
                try {
                x.getClass();
                } finally {
                lock.unlock();
                }
                x.await();
                if (lock.tryLock()) { lock.unlock(); } else { x.await(); }
                x.await();
                if (!lock.tryLock()) { x.await(); throw new IllegalStateException(); }
                lock.unlock();
                x.await();
                lock.lock();
                if (x.getClass() == null) { lock.unlock(); x.await(); return; }
                lock.unlock();
                x.await();
                switch (x.hashCode()) {
                case 1 -> { lock.lock(); lock.unlock(); x.await(); }
                case 2 -> { lock.lock(); throw new IllegalStateException(); }
                default -> x.await();
                }
                x.await();"""));
    }

    @Test
    void lockThatIsHeldOnOneWayOnly() {
        assertEquals(
                List.of(
                        "WARNING 5:24" + LOCKED,
                        "WARNING 7:2" + LOCKED,
                        "WARNING 10:2" + LOCKED,
                        "WARNING 14:2" + LOCKED),
                compileLocking("""
                if (lock.tryLock()) { x.await(); lock.unlock(); }
                if (x.getClass() == null) { lock.lock(); }
                x.await();
                lock.unlock();
                if (!lock.tryLock()) { return; }
                x.await();
                lock.unlock();
                try { lock.lock(); x.getClass(); } catch (RuntimeException e) { other.getClass(); }
                other.lock(); other.unlock();
                x.await();
                lock.unlock();"""));
    }

    @Test
    void lockOfKyotoMayBeHeld() {
        assertEquals(List.of(), compile("""
                Future<Void> f(dev.kyoto.futures.sync.Mutex mutex, Future<?> x) { return async(() -> {
                try (var guard = mutex.lock().await()) { x.await(); }
                synchronized (x) { x.getClass(); }
                }); }"""));
    }

    @Test
    void lockThatMayBeHeldBecauseItIsSaid() {
        assertEquals(List.of(), compile("""
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
                try { x.await(); } catch (Cancelled c) { throw c; } catch (Throwable t) { t.getClass(); }
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
    void selectInALoopOfWhatIsKeptInAVariable() {
        String message =
                " [kyoto:cancel-unsafe-select] read() is not cancel safe: each time that it loses this select, you lose"
                        + " half a message. Make it before the loop, as try (var pinned = pin(…)), and select that.";
        assertEquals(
                List.of(
                        "WARNING 8:8" + message,
                        "WARNING 9:11" + message,
                        "WARNING 10:26" + message,
                        "WARNING 11:8" + message),
                compile("""
                @CancelUnsafe("half a message") Future<String> read() { return null; }
                @CancelSafe Future<String> tick() { return null; }
                Future<Void> f() { return async(() -> {
                Future<String> before = read(); Future<String> later = tick(); Future<String> safe = tick();
                while (true) { Future<String> inside = (before).map(x -> x); later = read(); try (var pinned = pin(read())) {
                select(before, tick()).await();
                select(on(inside, text -> text), on(tick())).await();
                select((this.read()).fuse(), safe).await();
                select(later, tick()).await();
                select(pinned, safe).await();
                } } }); }"""));
    }

    @Test
    void awaitInTheResourcesOfATryThatCatchesTheDrop() {
        assertEquals(List.of("WARNING 4:80 " + CAUGHT), compile("""
                Future<Void> f(Future<AutoCloseable> x) { return async(() -> {
                try (AutoCloseable resource = x.await()) { resource.getClass(); }              catch (Throwable t) { t.getClass(); }
                }); }"""));
    }

    @Test
    void blocksThatReturnAFutureAsAnObject() {
        assertEquals(
                List.of("WARNING 4:41 " + NESTED, "WARNING 6:51 " + NESTED, "WARNING 7:8 " + NESTED), compile("""
                Future<Integer> f;
                Future<Object> a() { return async(() -> f); }
                Future<Object> b(boolean c) { return async(() -> { Callable<Object> g = () -> { return f; };
                if (c) { return 1; } else if (g == null) { return f; }
                return f; }); }
                Future<Future<Integer>> d() { return async(() -> { return null; }); }"""));
    }

    @Test
    void everyCallOfTheTable() {
        // Each on its own line, from line 6 on; what the message names is in the table of the compiler.
        List<String> calls = List.of(
                "java.util.concurrent.TimeUnit.DAYS.sleep(1);",
                "((Thread) o).join();",
                "java.util.concurrent.locks.LockSupport.park();",
                "((java.util.concurrent.locks.Condition) o).awaitNanos(1);",
                "((java.util.concurrent.CyclicBarrier) o).await();",
                "((java.util.concurrent.Phaser) o).arriveAndAwaitAdvance();",
                "((java.util.concurrent.Exchanger<Object>) o).exchange(o);",
                "((java.util.concurrent.Semaphore) o).acquire();",
                "((java.util.concurrent.Semaphore) o).tryAcquire(1, java.util.concurrent.TimeUnit.DAYS);",
                "((Lock) o).tryLock(1, java.util.concurrent.TimeUnit.DAYS);",
                "((java.util.concurrent.LinkedBlockingQueue<Object>) o).take();",
                "((java.util.concurrent.BlockingQueue<Object>) o).poll(1, java.util.concurrent.TimeUnit.DAYS);",
                "((java.util.concurrent.BlockingDeque<Object>) o).putFirst(o);",
                "((java.util.concurrent.TransferQueue<Object>) o).transfer(o);",
                "((java.util.concurrent.ForkJoinTask<Object>) o).invoke();",
                "((java.util.concurrent.CompletionService<Object>) o).take();",
                "((java.util.concurrent.ExecutorService) o).invokeAll(java.util.List.of());",
                "java.nio.file.Files.exists(null);",
                "((java.io.BufferedReader) o).readLine();",
                "((java.io.FileOutputStream) o).write(1);",
                "((java.io.RandomAccessFile) o).readFully(null);",
                "((java.nio.channels.FileChannel) o).force(true);",
                "((java.util.Scanner) o).nextLine();",
                "((java.io.Console) o).readLine();",
                "((Process) o).waitFor();",
                "((java.net.ServerSocket) o).accept();",
                "((java.net.DatagramSocket) o).receive(null);",
                "((java.nio.channels.Selector) o).select();",
                "java.net.InetAddress.getByName(null);",
                "((java.net.URL) o).openStream();",
                "((java.net.http.HttpClient) o).send(null, null);",
                "java.sql.DriverManager.getConnection(null);",
                "((java.sql.PreparedStatement) o).executeQuery();",
                "((java.sql.ResultSet) o).next();",
                "new java.net.Socket(\"host\", 1);",
                "new java.io.FileInputStream(\"file\");");
        List<String> found = compile("Future<Void> f(Object o) { return async(() -> {\n\n"
                + String.join(
                        "\n",
                        calls.stream()
                                .map(call -> "if (o != null) { " + call + " }")
                                .toList())
                + "\n}); }");
        assertEquals(
                java.util.stream.IntStream.range(0, calls.size())
                        .mapToObj(i -> "WARNING " + (i + 5))
                        .toList(),
                found.stream()
                        .filter(each -> each.contains("[kyoto:blocking]"))
                        .map(each -> each.substring(0, each.indexOf(':')))
                        .toList(),
                found.toString());
        assertEquals(
                List.of(),
                found.stream().filter(each -> each.startsWith("ERROR")).toList());
    }

    @Test
    void namesakesThatDoNotWait() {
        assertEquals(List.of(), compile("""
                Future<Void> f(java.util.concurrent.BlockingQueue<String> queue, java.util.concurrent.Semaphore permits,
                Lock lock, java.io.StringReader text, java.util.concurrent.ThreadPoolExecutor pool) { return async(() -> {
                queue.poll(); queue.offer("x"); queue.add("x"); permits.tryAcquire(); permits.release();
                lock.lock(); lock.unlock(); text.transferTo(null); pool.execute(null);
                new java.net.Socket(); new CompletableFuture<String>().complete("x"); System.out.println();
                }); }"""));
    }

    @Test
    void everyWarningCanBeTurnedOffWhereverItStands() {
        assertEquals(List.of(), compile("""
                static Future<String> f() { return null; }
                @SuppressWarnings("kyoto:blocking") AsyncAction field = () -> { Thread.sleep(1); };
                @SuppressWarnings("kyoto:nested-future") static final AsyncBlock<Future<String>> CONSTANT = () -> f();
                void local() {
                @SuppressWarnings("kyoto:blocking") AsyncAction block = () -> { Thread.sleep(1); };
                @SuppressWarnings({"unused", "kyoto:unawaited"}) Runnable r = () -> f();
                }
                @SuppressWarnings("kyoto:unawaited") Main() { f(); }
                @SuppressWarnings("kyoto") static class Whole {
                { f(); }
                AsyncAction a = () -> { @SuppressWarnings("unused") int i = 1; Thread.sleep(1); };
                enum Each { @SuppressWarnings("all") ONE { void g() { f(); } } }
                }
                @SuppressWarnings("kyoto:await") record Point(int x) { Point { try { f().await(); } catch (Exception e) {} } }"""));
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
