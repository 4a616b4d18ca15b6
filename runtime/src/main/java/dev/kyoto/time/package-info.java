/** Futures that wait for a time. */
@NullMarked
package dev.kyoto.time;

import org.jspecify.annotations.NullMarked;
