/** What a runtime tells its console, kept in bounded memory. */
@NullMarked
package dev.kyoto.console.internal.watch;

import org.jspecify.annotations.NullMarked;
