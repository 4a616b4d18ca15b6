package dev.kyoto.redis.pubsub;

import dev.kyoto.redis.protocol.Bytes;
import org.jspecify.annotations.Nullable;

/**
 * Something published.
 *
 * @param pattern the pattern through which its receiver listens, or null when it listens to the channel itself
 */
public record Message(@Nullable Bytes pattern, Bytes channel, Bytes payload) {}
