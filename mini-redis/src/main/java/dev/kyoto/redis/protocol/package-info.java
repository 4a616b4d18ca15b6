/**
 * RESP, the language of Redis, versions 2 and 3: {@link dev.kyoto.redis.protocol.Frame} is its vocabulary,
 * {@link dev.kyoto.redis.protocol.FrameParser} and {@link dev.kyoto.redis.protocol.RequestParser} read it,
 * {@link dev.kyoto.redis.protocol.FrameWriter} writes it. Nothing here waits or knows a socket.
 */
@NullMarked
package dev.kyoto.redis.protocol;

import org.jspecify.annotations.NullMarked;
