/** What a thread is doing at the moment: for whom it works, and which task-locals are bound. Knows no other package of the runtime. */
@NullMarked
package dev.kyoto.internal.current;

import org.jspecify.annotations.NullMarked;
