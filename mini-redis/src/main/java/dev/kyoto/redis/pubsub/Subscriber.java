package dev.kyoto.redis.pubsub;

/** Whoever listens to channels. */
public interface Subscriber {
    /**
     * Takes a message over, from any thread, at once: a subscriber with no room for it must not keep the publisher waiting,
     * but give up itself. A message may come for a channel that was given up at the same moment.
     */
    void deliver(Message message);
}
