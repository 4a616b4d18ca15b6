/**
 * Messages on a connection: a {@link dev.kyoto.codec.Codec} says where one ends and what it means,
 * {@link dev.kyoto.codec.Framed} makes a stream and a sink of messages of a connection and a codec.
 */
@NullMarked
package dev.kyoto.codec;

import org.jspecify.annotations.NullMarked;
