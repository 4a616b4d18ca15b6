package dev.kyoto.futures.stream;

import dev.kyoto.futures.Poll;
import dev.kyoto.futures.PolledByHand;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads streams under a test's own hands. */
final class Reader {
    private Reader() {}

    /** One poll for the next element. */
    static <T> Poll<@Nullable T> poll(Stream<T> stream) throws Exception {
        return PolledByHand.of(stream.next()).poll();
    }

    /** The next element, which must be there; null at the end. */
    static <T> @Nullable T next(Stream<T> stream) throws Exception {
        return poll(stream).value();
    }

    /** What is there, up to the end or to the first poll that is pending. */
    static <T> List<T> available(Stream<T> stream) throws Exception {
        List<T> elements = new ArrayList<>();
        for (Poll<@Nullable T> poll = poll(stream); poll.isReady(); poll = poll(stream)) {
            T element = poll.value();
            if (element == null) {
                break;
            }
            elements.add(element);
        }
        return elements;
    }
}
