/**
 * Futures that wait for a time, and the clocks they go by. Programs call {@link dev.kyoto.Kyoto#sleep},
 * {@link dev.kyoto.Kyoto#timeout} and {@link dev.kyoto.Kyoto#interval(java.time.Duration)}, whose results are a
 * {@link dev.kyoto.time.Sleep} that can be set anew and an {@link dev.kyoto.time.Interval}. Many deadlines of one task are in a
 * {@link dev.kyoto.time.DelayQueue}. A test gives its runtime a
 * {@link dev.kyoto.time.VirtualClock}, under which a day takes milliseconds.
 */
@NullMarked
package dev.kyoto.time;

import org.jspecify.annotations.NullMarked;
