import static dev.kyoto.Kyoto.*;

import dev.kyoto.futures.Future;
import dev.kyoto.futures.sync.ClosedException;
import dev.kyoto.futures.sync.Mpsc;
import java.time.Duration;

/**
 * Waits for two things at once, again and again: a message from another task, and the end of a second.
 *
 * <pre>./kyoto run examples/SelectLoop.java</pre>
 *
 * <p>{@code select} takes whichever is ready first and drops the other. Dropping {@code recv()} loses no message, so it
 * is simply made anew each time round. A {@code sleep} made anew would begin anew: so this one is pinned, and survives.
 */
public class SelectLoop {
    public static void main(String[] args) {
        run(() -> {
            var channel = Mpsc.<Integer>bounded(16);
            spawn(count(channel.sender()));

            try (var numbers = channel.receiver();
                    var second = pin(sleep(Duration.ofSeconds(1)))) {
                boolean listening = true;
                while (listening) {
                    listening = select(
                                    on(numbers.recv(), number -> {
                                        System.out.println("Number " + number);
                                        return true;
                                    }),
                                    on(second, end -> {
                                        System.out.println("Time is up");
                                        return false;
                                    }))
                            .await();
                }
            }
        });
    }

    /** Sends 1, 2, 3, … until nobody listens any more. */
    static Future<Void> count(Mpsc.Sender<Integer> listener) {
        return async(() -> {
            try (listener) {
                for (int number = 1; ; number++) {
                    listener.send(number).await();
                    sleep(Duration.ofMillis(150)).await();
                }
            } catch (ClosedException nobodyListens) {
                return;
            }
        });
    }
}
