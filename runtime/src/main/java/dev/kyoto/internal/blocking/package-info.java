/** Threads for code that blocks. */
@NullMarked
package dev.kyoto.internal.blocking;

import org.jspecify.annotations.NullMarked;
