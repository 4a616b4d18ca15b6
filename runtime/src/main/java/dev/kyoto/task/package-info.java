/**
 * Tasks: futures that run on their own. {@link dev.kyoto.Kyoto#spawn(dev.kyoto.futures.Future)} starts one and returns its
 * {@link dev.kyoto.task.JoinHandle}, by which others wait for it or end it. Failures that nobody waits for go to the
 * runtime's {@link dev.kyoto.task.UncaughtHandler}; a {@link dev.kyoto.task.FailedTask} among the suppressed exceptions says
 * which task failed. A task that keeps its worker is a {@link dev.kyoto.task.BlockedWorker}.
 */
@NullMarked
package dev.kyoto.task;

import org.jspecify.annotations.NullMarked;
