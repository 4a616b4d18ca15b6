/**
 * The data: {@link dev.kyoto.redis.store.Db} and what it is made of. Nothing here waits, knows a socket, or asks the time of
 * anything but the clock it was given.
 */
@NullMarked
package dev.kyoto.redis.store;

import org.jspecify.annotations.NullMarked;
