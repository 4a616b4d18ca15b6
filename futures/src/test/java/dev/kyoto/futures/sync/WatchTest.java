package dev.kyoto.futures.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kyoto.futures.PolledByHand;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class WatchTest {
    private final Watch<String> channel = Watch.channel("initial");
    private final Watch.Sender<String> sender = channel.sender();
    private final Watch.Receiver<String> receiver = channel.receiver();

    // ---- looking

    @Test
    void initialValueIsThereAndCountsAsSeen() throws Exception {
        assertEquals("initial", receiver.get());
        assertFalse(receiver.hasChanged());
        assertTrue(changing().poll().isPending());
    }

    @Test
    void sentValueIsTheLatestForEverybody() {
        var other = sender.subscribe();

        sender.send("new");

        assertEquals(List.of("new", "new", "new"), List.of(receiver.get(), other.get(), sender.get()));
    }

    @Test
    void lookingDoesNotCountAsHavingSeen() {
        sender.send("new");

        receiver.get();
        assertTrue(receiver.hasChanged());

        assertEquals("new", receiver.getAndMarkUnchanged());
        assertFalse(receiver.hasChanged());
    }

    @Test
    void subscriberHasSeenWhatWasThere() throws Exception {
        sender.send("new");

        assertTrue(PolledByHand.of(sender.subscribe().changed()).poll().isPending());
    }

    @Test
    void copyHasSeenWhatTheOriginalHas() {
        sender.send("new");

        assertTrue(receiver.copy().hasChanged());
        receiver.markUnchanged();
        assertFalse(receiver.copy().hasChanged());
    }

    // ---- waiting for a change

    @Test
    void sendWakesTheReceiver() throws Exception {
        var changed = changing();
        assertTrue(changed.poll().isPending());

        sender.send("new");

        assertEquals(1, changed.wakes());
        assertEquals("new", changed.poll().value());
        assertFalse(receiver.hasChanged());
    }

    @Test
    void onlyTheLatestOfSeveralValuesIsYielded() throws Exception {
        var changed = changing();
        changed.poll();

        sender.send("first");
        sender.send("second");

        assertEquals("second", changed.poll().value());
        assertTrue(changing().poll().isPending());
    }

    @Test
    void equalValueSentAgainIsNews() throws Exception {
        sender.send("initial");

        assertEquals("initial", changing().poll().value());
    }

    @Test
    void spuriousPollGoesOnWaiting() throws Exception {
        var changed = changing();
        changed.poll();

        assertTrue(changed.poll().isPending());
        sender.send("new");

        assertEquals(1, changed.wakes());
        assertEquals("new", changed.poll().value());
    }

    @Test
    void markedChangedTheLatestIsNewsAgain() throws Exception {
        receiver.markChanged();

        assertEquals("initial", changing().poll().value());
    }

    @Test
    void markedUnchangedTheLatestIsNoNews() throws Exception {
        sender.send("new");
        receiver.markUnchanged();

        assertTrue(changing().poll().isPending());
    }

    @Test
    void changeThatWasSeenByAnotherWayIsWaitedPast() throws Exception {
        var changed = changing();
        changed.poll();
        sender.send("new");
        receiver.markUnchanged();

        assertTrue(changed.poll().isPending());
        sender.send("newer");

        assertEquals("newer", changed.poll().value());
    }

    @Test
    void eachReceiverIsToldForItself() throws Exception {
        var other = sender.subscribe();
        var one = changing();
        var another = PolledByHand.of(other.changed());
        one.poll();
        another.poll();

        sender.send("first");
        assertEquals(List.of(1, 1), List.of(one.wakes(), another.wakes()));
        assertEquals("first", one.poll().value());
        sender.send("second");

        assertEquals("second", changing().poll().value());
        assertEquals("second", another.poll().value());
    }

    // ---- waiting for a value

    @Test
    void valueThatIsAcceptedAlreadyIsYieldedAtOnce() throws Exception {
        assertEquals("initial", waitingFor("initial").poll().value());
    }

    @Test
    void valuesThatAreNotAcceptedAreSeenAndWaitedPast() throws Exception {
        var wait = waitingFor("ready");
        assertTrue(wait.poll().isPending());
        sender.send("starting");
        assertTrue(wait.poll().isPending());
        assertFalse(receiver.hasChanged());

        sender.send("ready");

        assertEquals(2, wait.wakes());
        assertEquals("ready", wait.poll().value());
    }

    @Test
    void eachValueIsShownOnce() throws Exception {
        List<String> shown = new ArrayList<>();
        var wait = PolledByHand.of(receiver.waitFor(value -> !shown.add(value)));

        wait.poll();
        wait.poll();
        sender.send("new");
        wait.poll();

        assertEquals(List.of("initial", "new"), shown);
    }

    @Test
    void failureOfThePredicateIsThatOfTheFuture() throws Exception {
        var failure = new ArithmeticException();
        var wait = PolledByHand.of(receiver.waitFor(value -> {
            throw failure;
        }));

        assertSame(failure, assertThrows(ArithmeticException.class, wait::poll));
    }

    @Test
    void waitWhosePredicateFailsIsNotWokenAnyMore() throws Exception {
        var fails = new boolean[1];
        var wait = PolledByHand.of(receiver.waitFor(value -> {
            if (fails[0]) {
                throw new ArithmeticException();
            }
            return false;
        }));
        wait.poll();
        fails[0] = true;
        receiver.markChanged();
        assertThrows(ArithmeticException.class, wait::poll);

        sender.send("new");

        assertEquals(0, wait.wakes());
    }

    @Test
    void acceptedValueIsYieldedThoughTheChannelHasEnded() throws Exception {
        sender.send("ready");
        sender.close();

        assertEquals("ready", waitingFor("ready").poll().value());
    }

    // ---- sending

    @Test
    void replacedValueIsReturned() {
        assertEquals("initial", sender.sendReplace("new"));
        assertEquals("new", sender.get());
    }

    @Test
    void modifiedValueIsSent() throws Exception {
        sender.sendModify(value -> value + "!");

        assertEquals("initial!", changing().poll().value());
    }

    @Test
    void unmodifiedValueIsNotSent() throws Exception {
        var changed = changing();
        changed.poll();

        assertFalse(sender.sendIfModified(value -> "init" + "ial"));
        assertEquals(0, changed.wakes());

        assertTrue(sender.sendIfModified(value -> "new"));
        assertEquals("new", changed.poll().value());
    }

    @Test
    void failedModificationSendsNothing() {
        assertThrows(
                ArithmeticException.class,
                () -> sender.sendModify(value -> {
                    throw new ArithmeticException();
                }));

        assertFalse(receiver.hasChanged());
    }

    @Test
    void modificationAfterAFailedOneIsSeen() throws Exception {
        var changed = changing();
        changed.poll();
        assertThrows(
                ArithmeticException.class,
                () -> sender.sendModify(value -> {
                    throw new ArithmeticException();
                }));
        assertEquals(0, changed.wakes());

        sender.sendModify(value -> "new");

        assertEquals("new", changed.poll().value());
    }

    @Test
    void modificationIsComputedAgainWhenAnotherSenderWasFaster() {
        List<String> before = new ArrayList<>();

        sender.sendModify(value -> {
            before.add(value);
            if (before.size() == 1) {
                sender.send("faster");
            }
            return value + "!";
        });

        assertEquals(List.of("initial", "faster"), before);
        assertEquals("faster!", receiver.get());
    }

    @Test
    void valueSentWithoutReceiversIsThereForLaterOnes() {
        receiver.close();

        sender.send("new");

        assertEquals("new", sender.subscribe().get());
    }

    // ---- dropped

    @Test
    void changeThatWasReadyAndDroppedIsStillNews() throws Exception {
        var changed = changing();
        changed.poll();
        sender.send("new");
        assertEquals(1, changed.wakes());

        changed.cancel();

        assertEquals("new", changing().poll().value());
    }

    @Test
    void droppedWaitIsNotWoken() throws Exception {
        var changed = changing();
        changed.poll();

        changed.cancel();
        sender.send("new");

        assertEquals(0, changed.wakes());
    }

    @Test
    void droppedWaitForAValueFindsItWhenMadeAgain() throws Exception {
        var wait = waitingFor("ready");
        wait.poll();
        sender.send("ready");

        wait.cancel();

        assertEquals("ready", waitingFor("ready").poll().value());
    }

    // ---- the end

    @Test
    void lastSenderClosedIsTheEndAfterTheLastValue() throws Exception {
        var copy = sender.copy();
        var changed = changing();
        changed.poll();

        sender.close();
        sender.close();
        assertEquals(0, changed.wakes());
        copy.send("last");
        copy.close();

        assertEquals("last", changed.poll().value());
        assertNull(changing().poll().value());
        assertNull(changing().poll().value());
        assertEquals("last", receiver.get());
    }

    @Test
    void endWakesWhoWaits() throws Exception {
        var changed = changing();
        var wait = waitingFor("ready");
        changed.poll();
        wait.poll();

        sender.close();

        assertEquals(List.of(1, 1), List.of(changed.wakes(), wait.wakes()));
        assertNull(changed.poll().value());
        assertThrows(ClosedException.class, wait::poll);
    }

    @Test
    void lastReceiverClosedTellsTheSenders() throws Exception {
        var other = sender.subscribe();
        var closed = PolledByHand.of(sender.closed());
        assertTrue(closed.poll().isPending());

        receiver.close();
        receiver.close();
        assertEquals(1, sender.receiverCount());
        assertEquals(0, closed.wakes());
        other.close();

        assertEquals(1, closed.wakes());
        assertTrue(sender.isClosed());
        assertTrue(closed.poll().isReady());
    }

    @Test
    void newReceiverMakesTheChannelOpenAgain() {
        assertFalse(sender.isClosed());
        receiver.close();
        assertTrue(sender.isClosed());

        var late = sender.subscribe();
        assertFalse(sender.isClosed());
        late.close();

        assertTrue(sender.isClosed());
    }

    @Test
    void unseenLastValueIsAChangeAlsoAfterTheEnd() {
        sender.send("last");
        sender.close();

        assertTrue(receiver.hasChanged());
        receiver.markUnchanged();
        assertFalse(receiver.hasChanged());
    }

    @Test
    void senderWithANewReceiverWaitsOn() throws Exception {
        var closed = PolledByHand.of(sender.closed());
        closed.poll();
        receiver.close();

        var late = sender.subscribe();

        assertTrue(closed.poll().isPending());
        late.close();
        assertTrue(closed.poll().isReady());
    }

    @Test
    void closedHandlesAreRefused() {
        var other = sender.copy();
        sender.close();
        receiver.close();

        assertThrows(ClosedException.class, () -> sender.send("new"));
        assertThrows(ClosedException.class, () -> sender.sendModify(value -> value));
        assertThrows(ClosedException.class, () -> sender.sendIfModified(value -> value));
        assertThrows(ClosedException.class, sender::subscribe);
        assertThrows(ClosedException.class, sender::copy);
        assertThrows(ClosedException.class, receiver::changed);
        assertThrows(ClosedException.class, () -> receiver.waitFor(value -> true));
        assertThrows(ClosedException.class, receiver::copy);
        other.send("new");
    }

    @Test
    void nullIsNoValue() {
        assertThrows(NullPointerException.class, () -> Watch.channel(null));
        assertThrows(NullPointerException.class, () -> sender.send(null));
        assertThrows(NullPointerException.class, () -> sender.sendModify(value -> null));
    }

    private PolledByHand<@Nullable String> changing() {
        return PolledByHand.of(receiver.changed());
    }

    private PolledByHand<String> waitingFor(String value) {
        return PolledByHand.of(receiver.waitFor(value::equals));
    }
}
