/**
 * Lazy, poll-based futures and what is made of them. Start reading at {@link dev.kyoto.futures.Future}; what a program
 * calls are the static methods of {@link dev.kyoto.futures.Futures}: {@code async}, {@code join}, {@code select},
 * {@code pin}, {@code blockOn}.
 *
 * <p>The lambdas that may await are those of an {@link dev.kyoto.futures.AsyncCode} type, which the Kyoto compiler turns
 * into state machines. Who writes a future by hand extends {@link dev.kyoto.futures.AbstractFuture} and keeps an
 * {@link dev.kyoto.futures.AtomicWaker}; who writes an executor extends {@link dev.kyoto.futures.Context}.
 *
 * <p>Nothing here needs a runtime: {@code blockOn} polls a future on the calling thread.
 */
@NullMarked
package dev.kyoto.futures;

import org.jspecify.annotations.NullMarked;
