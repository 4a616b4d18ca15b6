package dev.kyoto;

import static dev.kyoto.Kyoto.async;
import static dev.kyoto.Kyoto.on;
import static dev.kyoto.Kyoto.pending;
import static dev.kyoto.Kyoto.pollFn;
import static dev.kyoto.Kyoto.scope;
import static dev.kyoto.Kyoto.select;
import static dev.kyoto.Kyoto.sleep;
import static dev.kyoto.Kyoto.spawn;
import static dev.kyoto.Kyoto.timeout;
import static dev.kyoto.Kyoto.yieldNow;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kyoto.futures.CancelSafe;
import dev.kyoto.futures.CancelSafety;
import dev.kyoto.futures.CancelUnsafe;
import dev.kyoto.futures.Dropper;
import dev.kyoto.futures.Future;
import dev.kyoto.futures.HalfwayDrops;
import dev.kyoto.futures.Poll;
import dev.kyoto.futures.sync.Mpsc;
import dev.kyoto.io.AsyncRead;
import dev.kyoto.io.ByteStreams;
import dev.kyoto.task.CancellationToken;
import dev.kyoto.task.JoinHandle;
import dev.kyoto.task.JoinSet;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Who drops a future of this class half-way, where, and what the compiler knows of its cancel safety. */
@ParameterizedClass
@EnumSource(Flavor.class)
class HalfwayDropReportTest {
    private static final String CLASS = HalfwayDropReportTest.class.getName();

    @Parameter
    Flavor flavor;

    private Runtime runtime;
    private HalfwayDrops drops;

    @BeforeEach
    void start() {
        runtime = flavor.builder().build();
        drops = HalfwayDrops.record();
    }

    @AfterEach
    void close() {
        assertEquals(List.of(), runtime.shutdown(ofSeconds(10)));
        drops.close();
    }

    private static int line() {
        return StackWalker.getInstance()
                .walk(frames -> frames.skip(1).findFirst().orElseThrow())
                .getLineNumber();
    }

    /** What was dropped at lines of this class: other tests may have left tasks that still end. */
    private List<HalfwayDrops.Count> counts() {
        return drops.counts().stream()
                .filter(count -> count.drop().position() != null
                        && count.drop().position().getClassName().equals(CLASS))
                .toList();
    }

    private HalfwayDrops.Count only() {
        assertEquals(1, counts().size(), () -> counts().toString());
        return counts().get(0);
    }

    private void assertOnly(Dropper by, String method) {
        assertEquals(by, only().drop().by());
        assertEquals(method, only().drop().position().getMethodName());
        assertEquals(1, only().times());
    }

    /** Set when an {@link #endless} future is polled: from the end of that poll on, it has begun. */
    private final AtomicBoolean begun = new AtomicBoolean();

    private Future<@Nullable Void> endless() {
        return async(() -> {
            pollFn(cx -> {
                        begun.set(true);
                        return Poll.pending();
                    })
                    .await();
        });
    }

    private Future<@Nullable Void> untilBegun() {
        return async(() -> {
            while (!begun.get()) {
                yieldNow().await();
            }
        });
    }

    @Test
    void bothLinesOfALostSelectAreKnown() throws Exception {
        int line = line();
        Future<String> racing =
                async(() -> select(on(endless(), nothing -> "endless"), on(yieldNow(), nothing -> "done"))
                        .await());
        runtime.blockOn(racing);

        assertOnly(Dropper.SELECT, "endless");
        assertEquals(
                List.of(CLASS),
                only().droppedAt().stream().map(StackTraceElement::getClassName).toList());
        int droppedAt = only().droppedAt().get(0).getLineNumber();
        assertTrue(line < droppedAt && droppedAt <= line + 4, () -> line + " " + only());
    }

    @Test
    void timeoutThatIsOverIsTheDropper() throws Exception {
        assertThrows(
                TimeoutException.class,
                () -> runtime.blockOn(
                        async(() -> timeout(ofMillis(1), endless()).await())));

        assertOnly(Dropper.TIMEOUT, "endless");
    }

    @Test
    void abortedTaskStoodAtItsAwait() throws Exception {
        JoinHandle<@Nullable Void> handle = runtime.spawn(endless());
        runtime.blockOn(untilBegun());
        handle.abort();
        assertThrows(CancellationException.class, () -> runtime.blockOn(handle));

        assertOnly(Dropper.ABORT, "endless");
        assertEquals(List.of(), only().droppedAt());
    }

    @Test
    void childOfAScopeThatFailsIsTheScopes() throws Exception {
        assertThrows(
                IllegalStateException.class,
                () -> runtime.blockOn(scope(scope -> {
                    scope.spawn(endless());
                    untilBegun().await();
                    throw new IllegalStateException("the block fails");
                })));

        assertOnly(Dropper.SCOPE, "endless");
    }

    @Test
    void taskOfAClosedJoinSetIsTheSets() throws Exception {
        runtime.blockOn(async(() -> {
            try (JoinSet<@Nullable Void> set = new JoinSet<>()) {
                set.spawn(endless());
                untilBegun().await();
            }
            untilCounted().await();
        }));

        assertOnly(Dropper.JOIN_SET, "endless");
    }

    private Future<@Nullable Void> untilCounted() {
        return async(() -> {
            while (counts().isEmpty()) {
                yieldNow().await();
            }
        });
    }

    @Test
    void cancelledTokenIsTheDropper() throws Exception {
        CancellationToken stop = new CancellationToken();
        JoinHandle<@Nullable Void> handle = runtime.spawn(stop.runUntilCancelled(endless()));
        runtime.blockOn(untilBegun());
        stop.cancel();
        assertThrows(CancellationException.class, () -> runtime.blockOn(handle));

        assertOnly(Dropper.TOKEN, "endless");
    }

    @Test
    void taskOfACancelledCompletableFutureIsItsOwners() throws Exception {
        JoinHandle<@Nullable Void> handle = runtime.spawn(endless());
        CompletableFuture<@Nullable Void> result = handle.toCompletableFuture(Runnable::run);
        runtime.blockOn(untilBegun());
        result.cancel(false);
        runtime.blockOn(untilCounted());

        assertOnly(Dropper.OWNER, "endless");
    }

    @Test
    void shutdownIsCountedApart() throws Exception {
        try (Runtime another = flavor.builder().build()) {
            another.spawn(endless());
            another.blockOn(untilBegun());
        }

        assertEquals(List.of(), counts());
        assertEquals(1, drops.shutdowns());
    }

    @Test
    void awaitOfAMarkedMethodCarriesItsMark() throws Exception {
        AsyncRead reader = ByteStreams.duplex(10).first();
        dropped(async(() -> reader.readExact(ByteBuffer.allocate(10)).await()));
        assertEquals(CancelSafety.UNSAFE, only().drop().safety());
        assertTrue(only().isUnexpected());
        assertTrue(only().toString().endsWith(", not cancel safe"), only().toString());
    }

    @Test
    void markIsSeenThroughWhatAddsNothingToIt() throws Exception {
        Mpsc.Bounded<String> channel = Mpsc.bounded(1);
        dropped(async(() -> {
            timeout(ofSeconds(100), channel.receiver().recv()).await();
        }));

        assertEquals(CancelSafety.SAFE, only().drop().safety());
        assertEquals(List.of(), drops.unexpected());
    }

    @Test
    void awaitOfAnUnmarkedMethodIsUnknown() throws Exception {
        dropped(async(() -> unmarked().await()));

        assertEquals(CancelSafety.UNKNOWN, only().drop().safety());
        assertTrue(only().isUnexpected());
    }

    private static Future<@Nullable Void> unmarked() {
        return pending();
    }

    @Test
    void whoMarksAMethodVouchesForWhatItAwaits() throws Exception {
        AsyncRead reader = ByteStreams.duplex(10).first();
        dropped(async(() -> resumable(reader).await()));

        assertEquals(CancelSafety.SAFE, only().drop().safety());
        assertEquals("resumable", only().drop().position().getMethodName());
    }

    /** Keeps what it has read elsewhere, so that nothing is lost. */
    @CancelSafe
    private static Future<@Nullable Void> resumable(AsyncRead reader) {
        return async(() -> reader.readExact(ByteBuffer.allocate(10)).await());
    }

    @Test
    void branchOfASelectCarriesTheMarkOfItsMethod() throws Exception {
        runtime.blockOn(async(() -> select(on(careless(), nothing -> "careless"), on(yieldNow(), nothing -> "done"))
                .await()));

        assertEquals(CancelSafety.UNSAFE, only().drop().safety());
        assertEquals(
                "branchOfASelectCarriesTheMarkOfItsMethod",
                only().drop().position().getMethodName());
    }

    @CancelUnsafe("everything")
    private Future<@Nullable Void> careless() {
        return pollFn(cx -> {
            begun.set(true);
            return Poll.pending();
        });
    }

    private void dropped(Future<?> future) throws Exception {
        assertThrows(TimeoutException.class, () -> runtime.blockOn(timeout(ofMillis(1), future)));
    }

    @Test
    void taskThatEndsIsNotDropped() throws Exception {
        runtime.blockOn(async(() -> spawn(() -> sleep(ofMillis(1)).await()).await()));

        assertEquals(List.of(), counts());
    }
}
