package dev.kyoto.redis.pubsub;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.kyoto.redis.protocol.Bytes;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PubSubTest {
    private static final Bytes NEWS = Bytes.of("news");
    private static final Bytes PATTERN = Bytes.of("n*");
    private static final Bytes HELLO = Bytes.of("hello");

    private final PubSub pubSub = new PubSub();
    private final List<Message> first = new ArrayList<>();
    private final List<Message> second = new ArrayList<>();
    private final Subscriber one = first::add;
    private final Subscriber two = second::add;

    @Test
    void messageReachesAllWhoListen() {
        pubSub.subscribe(NEWS, one);
        pubSub.subscribe(NEWS, two);

        assertEquals(2, pubSub.publish(NEWS, HELLO));

        assertEquals(List.of(new Message(null, NEWS, HELLO)), first);
        assertEquals(first, second);
    }

    @Test
    void subscriberByChannelAndByPatternGetsTheMessageTwice() {
        pubSub.subscribe(NEWS, one);
        pubSub.subscribePattern(PATTERN, one);

        assertEquals(2, pubSub.publish(NEWS, HELLO));

        assertEquals(List.of(new Message(null, NEWS, HELLO), new Message(PATTERN, NEWS, HELLO)), first);
    }

    @Test
    void whoHasLeftGetsNothing() {
        pubSub.subscribe(NEWS, one);
        pubSub.subscribe(NEWS, two);
        pubSub.unsubscribe(NEWS, one);

        assertEquals(1, pubSub.publish(NEWS, HELLO));

        assertEquals(List.of(), first);
    }

    @Test
    void channelsThatNobodyListensToAreNotKept() {
        pubSub.subscribe(NEWS, one);
        pubSub.subscribePattern(PATTERN, one);
        assertEquals(1, pubSub.channelCount());
        assertEquals(1, pubSub.patternCount());

        pubSub.unsubscribe(NEWS, one);
        pubSub.unsubscribePattern(PATTERN, one);

        assertEquals(0, pubSub.channelCount());
        assertEquals(0, pubSub.patternCount());
        assertEquals(0, pubSub.publish(NEWS, HELLO));
    }

    @Test
    void subscribingTwiceCountsOnce() {
        pubSub.subscribe(NEWS, one);
        pubSub.subscribe(NEWS, one);

        assertEquals(1, pubSub.publish(NEWS, HELLO));
    }
}
