package dev.kyoto.futures.sync;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kyoto.futures.PolledByHand;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A bounded channel with two places, and what tests do with it again and again. */
abstract class MpscFixture {
    final Mpsc.Bounded<String> channel = Mpsc.bounded(2);
    final Mpsc.Sender<String> sender = channel.sender();
    final Mpsc.Receiver<String> receiver = channel.receiver();

    final void fill() {
        assertTrue(sender.trySend("a"));
        assertTrue(sender.trySend("b"));
    }

    final PolledByHand<@Nullable Void> waitingSend(String message) throws Exception {
        var send = PolledByHand.of(sender.send(message));
        assertTrue(send.poll().isPending());
        return send;
    }

    final @Nullable String received() throws Exception {
        return PolledByHand.of(receiver.recv()).poll().value();
    }

    final List<String> drained() {
        List<String> messages = new ArrayList<>();
        for (String message = receiver.tryRecv(); message != null; message = receiver.tryRecv()) {
            messages.add(message);
        }
        return messages;
    }
}
