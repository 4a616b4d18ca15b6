/**
 * Tasks: futures that run on their own. {@link dev.kyoto.Kyoto#spawn(dev.kyoto.futures.Future)} starts one and returns its
 * {@link dev.kyoto.task.JoinHandle}, by which others wait for it or end it. Failures that nobody waits for go to the
 * runtime's {@link dev.kyoto.task.UncaughtHandler}.
 */
@NullMarked
package dev.kyoto.task;

import org.jspecify.annotations.NullMarked;
