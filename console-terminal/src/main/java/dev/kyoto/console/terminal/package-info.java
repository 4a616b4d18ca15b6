/** The console of a Kyoto program, in a terminal. */
@NullMarked
package dev.kyoto.console.terminal;

import org.jspecify.annotations.NullMarked;
