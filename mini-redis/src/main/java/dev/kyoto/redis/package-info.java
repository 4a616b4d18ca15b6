/**
 * The server, and a client that many tasks share. {@link dev.kyoto.redis.MiniRedis} is the program,
 * {@link dev.kyoto.redis.Server} the server for other programs, {@link dev.kyoto.redis.MiniRedisClient} the client.
 *
 * <p>Read the server in this order, from the wire inwards and out again: {@link dev.kyoto.redis.protocol.Frame} (what is
 * said), {@code Connection} (bytes to requests, replies to bytes), {@link dev.kyoto.redis.command.Command} (what a request
 * does), {@code Handler} (one client's conversation), {@code Listener} (who comes in), {@link dev.kyoto.redis.Server} (all
 * of it, from start to stop).
 */
@NullMarked
package dev.kyoto.redis;

import org.jspecify.annotations.NullMarked;
