/**
 * What a runtime looks like at one moment: every task with what it waits for, the workers, and the deadlocks, as plain data, as
 * text and as JSON.
 */
@NullMarked
package dev.kyoto.dump;

import org.jspecify.annotations.NullMarked;
