/**
 * The scheduler: one core, with one worker or many. Start reading at {@link dev.kyoto.internal.scheduler.Worker}, whose
 * loop is the whole machine in small; {@link dev.kyoto.internal.scheduler.TaskWord} says what may happen to a task and when.
 * What happens when a task keeps its worker is told by {@link dev.kyoto.internal.scheduler.Monitor}, and how another takes over
 * by {@link dev.kyoto.internal.scheduler.Post} and {@link dev.kyoto.internal.scheduler.Crew}.
 *
 * <p>The design is Tokio's multi-thread scheduler, with its numbers where no other source is named; the monitor and the spare workers
 * are closer to Go's.
 */
@NullMarked
package dev.kyoto.internal.scheduler;

import org.jspecify.annotations.NullMarked;
