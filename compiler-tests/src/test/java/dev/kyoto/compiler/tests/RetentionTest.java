package dev.kyoto.compiler.tests;

import static dev.kyoto.futures.Futures.async;
import static dev.kyoto.futures.Futures.join;
import static dev.kyoto.futures.Futures.on;
import static dev.kyoto.futures.Futures.pin;
import static dev.kyoto.futures.Futures.select;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kyoto.futures.AsyncFunction;
import dev.kyoto.futures.Future;
import dev.kyoto.futures.PolledByHand;
import java.lang.ref.Reference;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A suspended block keeps alive what it will still use, and nothing else. */
@SuppressWarnings("ReturnValueIgnored") // what is called matters less than that something is
class RetentionTest {
    /** The objects that a block has made, or was given. */
    private final List<WeakReference<Object>> made = new ArrayList<>();

    /** Where each block ends up; a field, so that it is no capture. */
    private final Endless endless = new Endless();

    private <T> T watch(T object) {
        made.add(new WeakReference<>(object));
        return object;
    }

    private Object object() {
        return watch(new byte[10]);
    }

    /** Suspends {@code block} at {@link #endless}; answers which of the objects it keeps, in the order in which they were made. */
    private List<Boolean> keptBy(Future<?> block) throws Exception {
        PolledByHand<?> polled = PolledByHand.of(block);
        assertTrue(polled.pollUntilIdle().isPending());
        // What is not kept goes in the first collection; the others are for collectors that are in no hurry.
        for (int i = 0; i < 3 && made.stream().anyMatch(reference -> reference.get() != null); i++) {
            System.gc();
        }
        Reference.reachabilityFence(polled);
        return made.stream().map(reference -> reference.get() != null).toList();
    }

    private void assertNothingKeptBy(Future<?> block) throws Exception {
        List<Boolean> kept = keptBy(block);
        assertTrue(!kept.isEmpty() && !kept.contains(true), () -> "kept: " + kept);
    }

    private static Future<Void> turn() {
        return dev.kyoto.futures.Futures.yieldNow();
    }

    @Test
    void localThatIsUsedLaterIsKept() throws Exception {
        assertEquals(List.of(true), keptBy(async(() -> {
            Object local = object();
            endless.await();
            return local.hashCode();
        })));
    }

    @Test
    void deadLocal() throws Exception {
        assertNothingKeptBy(async(() -> {
            Object local = object();
            turn().await();
            local.hashCode();
            endless.await();
            return 1;
        }));
    }

    @Test
    void localThatIsAssignedBeforeItIsReadAgain() throws Exception {
        assertEquals(List.of(false, true), keptBy(async(() -> {
            Object local = object();
            turn().await();
            local.hashCode();
            Object other = object();
            endless.await();
            local = "other";
            return local.hashCode() + other.hashCode();
        })));
    }

    private Future<Integer> capturing(Object captured) {
        return async(() -> {
            turn().await();
            int hash = captured.hashCode();
            endless.await();
            return hash;
        });
    }

    @Test
    void capturedArgumentAfterItsLastUse() throws Exception {
        assertNothingKeptBy(capturing(object()));
    }

    @Test
    void parameterAfterItsLastUse() throws Exception {
        AsyncFunction<Object, Integer> function = argument -> {
            turn().await();
            int hash = argument.hashCode();
            endless.await();
            return hash;
        };
        assertNothingKeptBy(async(function, object()));
    }

    @Test
    void operandOfAFinishedExpression() throws Exception {
        assertNothingKeptBy(async(() -> {
            String text = object() + "" + turn().await() + object();
            endless.await();
            return text;
        }));
    }

    @Test
    void operandThatWaitsForTheOthersIsKept() throws Exception {
        assertEquals(List.of(true), keptBy(async(() -> List.of(object(), endless.await()))));
    }

    @Test
    void argumentOfAConstructorThatHasRun() throws Exception {
        assertNothingKeptBy(async(() -> {
            int size = new ArrayList<>(List.of(object(), String.valueOf(turn().await()))).size();
            endless.await();
            return size;
        }));
    }

    @Test
    void patternVariable() throws Exception {
        assertNothingKeptBy(async(() -> {
            if (object() instanceof byte[] bytes && turn().await() == null) {
                int length = bytes.length;
                endless.await();
                return length;
            }
            return 0;
        }));
    }

    @Test
    void variableOfALoopAndWhatItRanOver() throws Exception {
        assertNothingKeptBy(async(() -> {
            int sum = 0;
            for (Object each : watch(new Object[] {object(), object()})) {
                turn().await();
                sum += each.hashCode();
            }
            for (Object each : watch(new ArrayList<>(List.of(object())))) {
                turn().await();
                sum += each.hashCode();
            }
            endless.await();
            return sum;
        }));
    }

    @Test
    void variableOfTheRoundBefore() throws Exception {
        assertEquals(List.of(false, true), keptBy(async(() -> {
            for (int round = 0; ; round++) {
                Object local = object();
                (round == 0 ? turn() : endless).await();
                local.hashCode();
            }
        })));
    }

    @Test
    void childThatHasEndedAndItsResult() throws Exception {
        assertNothingKeptBy(async(() -> {
            Future<Object> child = watch(async(() -> {
                Object own = object();
                turn().await();
                own.hashCode();
                return object();
            }));
            int hash = child.await().hashCode();
            endless.await();
            return hash;
        }));
    }

    @Test
    void childrenOfAJoinThatHaveEnded() throws Exception {
        assertNothingKeptBy(join(
                watch(async(() -> {
                    turn().await();
                    return object().hashCode();
                })),
                async(() -> endless.await())));
    }

    @Test
    void losersOfASelectAndWhatTheOtherHandlersCaptured() throws Exception {
        assertNothingKeptBy(
                select(on(turn(), nothing -> endless.await()), on(loser(watch(new Endless())), handlerWith(object()))));
    }

    private static Future<String> loser(Endless future) {
        return future.map(text -> text);
    }

    private static AsyncFunction<String, String> handlerWith(Object captured) {
        return text -> text + captured;
    }

    @Test
    void pinnedFutureThatHasEnded() throws Exception {
        assertNothingKeptBy(async(() -> {
            try (var pinned = pin(watch(async(() -> {
                turn().await();
                return 1;
            })))) {
                pinned.await();
                endless.await();
                return pinned.isDone();
            }
        }));
    }

    @Test
    void parameterOfAHandlerAfterTheCatch() throws Exception {
        assertNothingKeptBy(async(() -> {
            String message;
            try {
                turn().await();
                throw watch(new IllegalStateException("lost"));
            } catch (IllegalStateException e) {
                turn().await();
                message = e.getMessage();
            } finally {
                turn().await();
            }
            endless.await();
            return message;
        }));
    }

    @Test
    void exceptionThatIsHeldBackByFinallyIsKept() throws Exception {
        assertEquals(List.of(true), keptBy(async(() -> {
            try {
                throw watch(new IllegalStateException("lost"));
            } finally {
                endless.await();
            }
        })));
    }

    @Test
    void resourceAfterItsTry() throws Exception {
        assertNothingKeptBy(async(() -> {
            Object own = object();
            try (AutoCloseable resource = watch((AutoCloseable) own::hashCode)) {
                turn().await();
                resource.hashCode();
            }
            endless.await();
            return 1;
        }));
    }

    @Test
    void switchedValue() throws Exception {
        assertNothingKeptBy(async(() -> {
            int hash = switch (watch("text".repeat(2))) {
                case "texttext" -> {
                    turn().await();
                    yield 1;
                }
                default -> 2;
            };
            endless.await();
            return hash;
        }));
    }

    @Test
    void resultOfABlockThatWasDelivered() throws Exception {
        Future<Object> block = async(() -> {
            turn().await();
            return object();
        });
        PolledByHand<Object> polled = PolledByHand.of(block);
        assertNotNull(polled.pollUntilIdle().value());
        block = null;
        polled = null;
        for (int i = 0; i < 3 && made.get(0).get() != null; i++) {
            System.gc();
        }
        assertNull(made.get(0).get());
    }
}
