/**
 * What a thread is doing at the moment: for whom it works, and which task-locals, contexts and spans are bound. Knows no other
 * package of the runtime but the two interfaces that it enters.
 */
@NullMarked
package dev.kyoto.internal.current;

import org.jspecify.annotations.NullMarked;
