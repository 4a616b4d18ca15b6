/**
 * Lazy, poll-based futures and what is made of them. Start reading at {@link dev.kyoto.futures.Future}; everything a
 * program calls is a static method of {@link dev.kyoto.futures.Futures}.
 */
@NullMarked
package dev.kyoto.futures;

import org.jspecify.annotations.NullMarked;
