/**
 * The scheduler: one core, with one worker or many. Start reading at {@link dev.kyoto.internal.scheduler.Worker}, whose
 * loop is the whole machine in small; {@link dev.kyoto.internal.scheduler.TaskWord} says what may happen to a task and when.
 *
 * <p>The design is Tokio's multi-thread scheduler, with its numbers where no other source is named.
 */
@NullMarked
package dev.kyoto.internal.scheduler;

import org.jspecify.annotations.NullMarked;
