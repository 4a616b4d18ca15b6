/** Spans around futures and streams. */
@NullMarked
package dev.kyoto.internal.tracing;

import org.jspecify.annotations.NullMarked;
