/**
 * What follows a future instead of its thread: a {@link dev.kyoto.tracing.Span} that is entered on each poll, and a
 * {@link dev.kyoto.tracing.ThreadContext}, which puts in place what a library keeps in thread-locals. Both are written once for
 * each library; programs call {@link dev.kyoto.Tracing}, or the adapter of their library.
 */
@NullMarked
package dev.kyoto.tracing;

import org.jspecify.annotations.NullMarked;
