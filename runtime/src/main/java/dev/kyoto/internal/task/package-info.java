/** What all kinds of tasks have in common: an outcome that is delivered, or dropped, exactly once. */
@NullMarked
package dev.kyoto.internal.task;

import org.jspecify.annotations.NullMarked;
