/**
 * Tasks: futures that run on their own. {@link dev.kyoto.Kyoto#spawn(dev.kyoto.futures.Future)} starts one and returns its
 * {@link dev.kyoto.task.JoinHandle}, by which others wait for it or end it. Failures that nobody waits for go to the
 * runtime's {@link dev.kyoto.task.UncaughtHandler}; a {@link dev.kyoto.task.FailedTask} among the suppressed exceptions says
 * which task failed. A task that keeps its worker is a {@link dev.kyoto.task.BlockedWorker}.
 *
 * <p>Several together: {@link dev.kyoto.task.Scope}, whose tasks end before it does; {@link dev.kyoto.task.JoinSet}, which hands
 * them out as they end; {@link dev.kyoto.task.TaskTracker}, which counts them; {@link dev.kyoto.task.CancellationToken}, which asks
 * them to end. {@link dev.kyoto.task.TaskLocal} is what a task knows without being told.
 */
@NullMarked
package dev.kyoto.task;

import org.jspecify.annotations.NullMarked;
