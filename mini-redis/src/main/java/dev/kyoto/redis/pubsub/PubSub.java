package dev.kyoto.redis.pubsub;

import dev.kyoto.redis.protocol.Bytes;
import dev.kyoto.redis.store.Glob;
import java.util.Arrays;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The register of channels and patterns with their subscribers. Lists of subscribers are never changed but replaced, so that
 * publishing takes no lock: it reads a list and delivers to whoever stands in it. A channel that nobody listens to any more
 * is not kept.
 *
 * <p>Messages of one publisher reach each subscriber in the order they were published. A message that is published while a
 * subscriber comes or goes may or may not reach it.
 */
public final class PubSub {
    private final ConcurrentHashMap<Bytes, Listeners> channels = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<Bytes, Listeners> patterns = new ConcurrentHashMap<>();

    public void subscribe(Bytes channel, Subscriber subscriber) {
        add(channels, channel, subscriber);
    }

    public void unsubscribe(Bytes channel, Subscriber subscriber) {
        remove(channels, channel, subscriber);
    }

    public void subscribePattern(Bytes pattern, Subscriber subscriber) {
        add(patterns, pattern, subscriber);
    }

    public void unsubscribePattern(Bytes pattern, Subscriber subscriber) {
        remove(patterns, pattern, subscriber);
    }

    /** Delivers to all who listen, once for the channel and once for each pattern that matches; returns how many times. */
    public int publish(Bytes channel, Bytes payload) {
        int receivers = 0;
        Listeners direct = channels.get(channel);
        if (direct != null) {
            receivers += direct.deliver(new Message(null, channel, payload));
        }
        for (Listeners listeners : patterns.values()) {
            if (listeners.glob.matches(channel)) {
                receivers += listeners.deliver(new Message(listeners.glob.pattern(), channel, payload));
            }
        }
        return receivers;
    }

    /** How many channels have a subscriber. */
    public int channelCount() {
        return channels.size();
    }

    /** How many patterns have a subscriber. */
    public int patternCount() {
        return patterns.size();
    }

    private static void add(ConcurrentHashMap<Bytes, Listeners> map, Bytes name, Subscriber subscriber) {
        map.compute(
                name,
                (key, present) ->
                        (present == null ? new Listeners(new Glob(key), new Subscriber[0]) : present).with(subscriber));
    }

    private static void remove(ConcurrentHashMap<Bytes, Listeners> map, Bytes name, Subscriber subscriber) {
        map.computeIfPresent(name, (key, present) -> present.without(subscriber));
    }

    private record Listeners(Glob glob, Subscriber[] subscribers) {
        int deliver(Message message) {
            for (Subscriber subscriber : subscribers) {
                subscriber.deliver(message);
            }
            return subscribers.length;
        }

        Listeners with(Subscriber added) {
            if (Arrays.asList(subscribers).contains(added)) {
                return this;
            }
            Subscriber[] more = Arrays.copyOf(subscribers, subscribers.length + 1);
            more[subscribers.length] = added;
            return new Listeners(glob, more);
        }

        /** Null when nobody is left. */
        @Nullable Listeners without(Subscriber removed) {
            Subscriber[] fewer = Arrays.stream(subscribers)
                    .filter(subscriber -> !subscriber.equals(removed))
                    .toArray(Subscriber[]::new);
            return fewer.length == 0 ? null : new Listeners(glob, fewer);
        }
    }
}
