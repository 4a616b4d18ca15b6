/** Who listens to what: {@link dev.kyoto.redis.pubsub.PubSub} hands each published message to its subscribers, and waits for none. */
@NullMarked
package dev.kyoto.redis.pubsub;

import org.jspecify.annotations.NullMarked;
