/** Timers: a wheel for each worker, and the futures that stand in it. */
@NullMarked
package dev.kyoto.internal.time;

import org.jspecify.annotations.NullMarked;
